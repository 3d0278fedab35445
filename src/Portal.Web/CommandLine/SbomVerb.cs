using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Web.CommandLine;

/// <summary>Prints what this binary is made of.</summary>
internal static class SbomVerb
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static Command Make()
    {
        var command = new Command("sbom", "Print what this binary is made of: a software bill of materials, CycloneDX 1.6 as JSON.");
        command.Do(async (_, cancel) =>
        {
            await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Portal.Web.deps.json"));
            var built = await JsonNode.ParseAsync(file, cancellationToken: cancel) ?? throw new CommandException("Portal.Web.deps.json beside the binary cannot be read: build it again.");
            Console.WriteLine(BillOfMaterials.Of(built, TimeProvider.System.GetUtcNow()).ToJsonString(Readable));
            return 0;
        });
        return command;
    }
}
