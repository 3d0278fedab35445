using System.Text.Json;
using Portal.Benchmarks;

return await Run(args);

static async Task<int> Run(string[] args)
{
    var json = args.Contains("--json");
    var name = args.FirstOrDefault(arg => !arg.StartsWith('-'));
    if (args.Contains("--help") || args.Contains("-h"))
    {
        Console.WriteLine($"Usage: ./portal bench [NAME] [--json]\n\nRatios against a peer that is measured in the same run. NAME is one of: {string.Join(", ", Catalogue.Names)}.");
        return 0;
    }

    if (name is not null && !Catalogue.Names.Contains(name))
    {
        await Console.Error.WriteLineAsync($"There is no benchmark {name}: choose one of {string.Join(", ", Catalogue.Names)}.");
        return 1;
    }

    var results = await Catalogue.RunAsync(name, json ? null : result => Console.WriteLine(result.InWords()));
    if (json)
    {
        Console.WriteLine(JsonSerializer.Serialize(new { results }, JsonSerializerOptions.Web));
    }

    return 0;
}
