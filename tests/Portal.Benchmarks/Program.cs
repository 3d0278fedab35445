using System.Text.Json;
using Portal.Benchmarks;
using Portal.Tests.Data.Crash;

// A process of its own that the faults are done to.
if (args is [CrashVictim.Verb, _, _, _, ..])
{
    await CrashVictim.RunAsync(args);
    return 0;
}

return await Run(args);

static async Task<int> Run(string[] args)
{
    var json = args.Contains("--json");
    var name = args.FirstOrDefault(arg => !arg.StartsWith('-'));
    if (args.Contains("--help") || args.Contains("-h"))
    {
        Console.WriteLine($"""
            Usage: ./portal bench [NAME] [--json] [--check]

            Figures beside a peer that is measured in the same run. NAME is one of: {string.Join(", ", Catalogue.Names)}.
            --check ends with exit code 1 where a figure is over its limit.
            """);
        return 0;
    }

    if (name is not null && !Catalogue.Names.Contains(name))
    {
        await Console.Error.WriteLineAsync($"There is no benchmark {name}: choose one of {string.Join(", ", Catalogue.Names)}.");
        return 1;
    }

    var before = Load.Average;
    var results = await Catalogue.RunAsync(name, json ? null : result => Console.WriteLine(result.InWords()));
    var (load, over) = ($"{before} before, {Load.Average} after", results.Count(result => result.Passes == false));
    Console.WriteLine(json
        ? JsonSerializer.Serialize(new { results, load, over }, JsonSerializerOptions.Web)
        : $"{over} over the limit, {results.Count(result => result.Passes == true)} within; load average {load}, {Environment.ProcessorCount} cores");
    return args.Contains("--check") && over > 0 ? 1 : 0;
}
