using System.Text.Json;
using System.Text.RegularExpressions;

namespace Portal.Web.Tests.CommandLine;

/// <summary>The shape is that of CycloneDX 1.6; the parts are those of the built binary.</summary>
public sealed partial class SbomTests
{
    [Fact]
    [Trait("Norm", "ASVS 15.1.2")]
    public async Task The_bill_of_materials_names_each_package_with_version_address_and_hash_and_what_needs_it()
    {
        var answer = await Binary.RunAsync("sbom");
        answer.Code.ShouldBe(0, answer.Errors);
        var bill = answer.Json;
        bill.GetProperty("bomFormat").GetString().ShouldBe("CycloneDX");
        bill.GetProperty("specVersion").GetString().ShouldBe("1.6");
        Serial().IsMatch(bill.GetProperty("serialNumber").GetString()!).ShouldBeTrue();

        var parts = bill.GetProperty("components").EnumerateArray().ToList();
        var npgsql = parts.Single(part => part.GetProperty("name").GetString() == "Npgsql");
        npgsql.GetProperty("purl").GetString().ShouldBe($"pkg:nuget/Npgsql@{npgsql.GetProperty("version").GetString()}");
        npgsql.GetProperty("hashes")[0].GetProperty("content").GetString()!.Length.ShouldBe(128);
        parts.ShouldAllBe(part => part.GetProperty("type").GetString() == "library" || part.GetProperty("type").GetString() == "framework");

        var all = parts.Append(bill.GetProperty("metadata").GetProperty("component")).Select(RefOf).ToList();
        all.ShouldBeUnique();
        foreach (var needed in bill.GetProperty("dependencies").EnumerateArray())
        {
            all.ShouldContain(needed.GetProperty("ref").GetString());
            needed.GetProperty("dependsOn").EnumerateArray().Select(one => one.GetString()).ShouldBeSubsetOf(all);
        }
    }

    private static string? RefOf(JsonElement part) => part.GetProperty("bom-ref").GetString();

    [GeneratedRegex("^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Serial();
}
