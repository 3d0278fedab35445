using System.Globalization;
using System.Text.Json.Nodes;

namespace Portal.Web.CommandLine;

/// <summary>A CycloneDX 1.6 document, made from what the build wrote down beside the binary: the parts that run, not those that were asked for.</summary>
internal static class BillOfMaterials
{
    private const string Root = "Portal.Web";

    public static JsonObject Of(JsonNode built, DateTimeOffset now)
    {
        var target = built["targets"]![built["runtimeTarget"]!["name"]!.GetValue<string>()]!.AsObject();
        var libraries = built["libraries"]!.AsObject();
        var refs = libraries.ToDictionary(pair => NameOf(pair.Key), pair => RefOf(pair.Key, pair.Value!));
        return new JsonObject
        {
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["serialNumber"] = $"urn:uuid:{Guid.NewGuid()}",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["timestamp"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                ["component"] = Component("application", libraries.Single(pair => NameOf(pair.Key) == Root).Key, libraries),
            },
            ["components"] = new JsonArray([.. libraries.Where(pair => NameOf(pair.Key) != Root).Select(pair => Component("library", pair.Key, libraries)), Runtime()]),
            ["dependencies"] = new JsonArray([.. target.Select(pair => Dependency(pair.Key, pair.Value!, refs))]),
        };
    }

    // The framework is installed beside the binary and not listed there.
    private static JsonObject Runtime() => new()
    {
        ["type"] = "framework", ["bom-ref"] = "Microsoft.AspNetCore.App", ["name"] = "Microsoft.AspNetCore.App", ["version"] = $"{Environment.Version}",
    };

    private static JsonObject Component(string type, string key, JsonObject libraries)
    {
        var component = new JsonObject { ["type"] = type, ["bom-ref"] = RefOf(key, libraries[key]!), ["name"] = NameOf(key), ["version"] = VersionOf(key) };
        if (libraries[key]!["sha512"]?.GetValue<string>() is ['s', 'h', 'a', '5', '1', '2', '-', .. var hash])
        {
            component["purl"] = RefOf(key, libraries[key]!);
            component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = Convert.ToHexStringLower(Convert.FromBase64String(hash)) });
        }

        return component;
    }

    private static JsonObject Dependency(string key, JsonNode part, Dictionary<string, string> refs)
    {
        var names = part["dependencies"]?.AsObject().Select(pair => pair.Key).Where(refs.ContainsKey) ?? [];
        return new JsonObject { ["ref"] = refs[NameOf(key)], ["dependsOn"] = new JsonArray([.. names.Select(name => JsonValue.Create(refs[name]))]) };
    }

    private static string RefOf(string key, JsonNode library) =>
        library["type"]!.GetValue<string>() == "package" ? $"pkg:nuget/{NameOf(key)}@{VersionOf(key)}" : NameOf(key);

    private static string NameOf(string key) => key.Split('/')[0];

    private static string VersionOf(string key) => key.Split('/')[1];
}
