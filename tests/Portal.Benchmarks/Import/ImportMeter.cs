using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Portal.Features.Patients.Import;
using Portal.Features.Patients.Import.Source;
using Portal.Kernel.Crypto;

namespace Portal.Benchmarks.Import;

/// <summary>What a hundred bundles took, and what was held after them.</summary>
internal sealed record ImportPart(double Seconds, double CpuSeconds, double PackedSeconds, double BareSeconds, double HeapMb, double ResidentMb);

/// <summary>Is told of each transaction, one a bundle; after each hundred it does the peer's work on the same files and looks at the memory.</summary>
internal sealed class ImportMeter(IReadOnlyList<string> files) : IProgress<ImportProgress>
{
    public const int Part = 100;

    private const double Mb = 1024 * 1024;

    private static readonly ProtectedColumn Body = new("source", "resources", "body");

    private readonly DataKey key = DataKey.New();
    private readonly List<ImportPart> parts = [];
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private TimeSpan cpu = Environment.CpuUsage.TotalTime;
    private int done;

    public IReadOnlyList<ImportPart> Parts => parts;

    public void Report(ImportProgress value)
    {
        if (++done % Part != 0)
        {
            return;
        }

        var (seconds, busy) = (watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
        var theirs = files.Skip(done - Part).Take(Part).ToList();
        var (packed, bare) = (Time(theirs, Pack), Time(theirs, Encrypt));
        var heap = GC.GetTotalMemory(forceFullCollection: true) / Mb;
        using var self = Process.GetCurrentProcess();
        parts.Add(new ImportPart(seconds, busy, packed, bare, heap, self.WorkingSet64 / Mb));
        watch.Restart();
        cpu = Environment.CpuUsage.TotalTime;
    }

    private static double Time(List<string> paths, Action<JsonElement> each)
    {
        var time = Stopwatch.StartNew();
        foreach (var path in paths)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var entry in document.RootElement.GetProperty("entry").EnumerateArray())
            {
                each(entry);
            }
        }

        return time.Elapsed.TotalSeconds;
    }

    // What the import keeps of every resource: its canonical text, packed.
    private void Pack(JsonElement entry) =>
        FieldCipher.Seal(key, new SourceBody(entry.GetProperty("fullUrl").GetString(), SourceText.Canonical(entry.GetProperty("resource"))).Pack(), Body.Bytes);

    private void Encrypt(JsonElement entry) => FieldCipher.Seal(key, Encoding.UTF8.GetBytes(entry.GetProperty("resource").GetRawText()), Body.Bytes);
}
