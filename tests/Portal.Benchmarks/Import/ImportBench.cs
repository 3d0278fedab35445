using System.Diagnostics;
using Portal.Features.Patients.Import;

namespace Portal.Benchmarks.Import;

/// <summary>An import of 600 bundles in one run, each hundred against parsing and encrypting the same files without a database; and the memory it holds.</summary>
internal static class ImportBench
{
    private const int Bundles = 600;

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"portal-bench-import-{Environment.ProcessId}");
        try
        {
            var files = BundleMaker.Write(folder, Bundles);
            await using var instance = await BenchInstance.StartAsync();
            var meter = new ImportMeter(files);
            var report = await instance.Get<ImportFhir>().ForAsync(BenchPatients.Job, [folder], null, meter, default);
            Expect.That(report.FailedFiles.Count == 0 && report.Patients == Bundles && meter.Parts.Count == Bundles / ImportMeter.Part);
            foreach (var result in Results(meter.Parts))
            {
                yield return result;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<Result> Results(IReadOnlyList<ImportPart> parts)
    {
        double Of(Func<ImportPart, double> figure) => Rounds.Median([.. parts.Select(figure)]);
        yield return Result.Of("import", $"{ImportMeter.Part} bundles against parsing and encrypting what is kept of them", Of(part => part.Seconds), Of(part => part.PackedSeconds), "s", Limit.RatioAtMost(4));
        yield return Result.Of("import", "the same against parsing and encrypting the resources as they came", Of(part => part.Seconds), Of(part => part.BareSeconds), "s");
        yield return Result.Of("import", "CPU of this process for it, against the CPU of parsing and encrypting what is kept", Of(part => part.CpuSeconds), Of(part => part.PackedSeconds), "s");
        yield return Result.Of("import", $"managed heap after {Bundles} bundles against after {ImportMeter.Part}", parts[^1].HeapMb, parts[0].HeapMb, "MB", Limit.RatioAtMost(1.1));
        yield return Result.Of("import", $"managed heap after {Bundles / 2}", parts[(parts.Count / 2) - 1].HeapMb, parts[0].HeapMb, "MB");
        yield return Result.Of("import", $"resident memory after {Bundles} bundles against after {ImportMeter.Part}", parts[^1].ResidentMb, parts[0].ResidentMb, "MB", Limit.RatioAtMost(1.1));
        yield return Result.Of("import", $"resident memory after {Bundles / 2}", parts[(parts.Count / 2) - 1].ResidentMb, parts[0].ResidentMb, "MB");
    }
}
