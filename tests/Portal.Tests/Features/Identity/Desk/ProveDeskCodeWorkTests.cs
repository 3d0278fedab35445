using System.Text.RegularExpressions;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity.Desk;

/// <summary>Whether a code is one cannot be told by the work that a refusal costs: as many statements, of the same kinds in the same order.</summary>
[Trait("Norm", "ASVS 6.3.8")]
public sealed partial class ProveDeskCodeWorkTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly DeskVisits visits = new(portal);

    [Fact]
    public async Task A_refusal_costs_the_same_statements_whether_the_code_is_unknown_known_dead_or_malformed()
    {
        var (_, known) = await visits.CodeAsync();
        var (_, dead) = await visits.CodeAsync();
        for (var i = 0; i < 5; i++)
        {
            await visits.ProveAsync(dead, DeskVisits.WrongBirth);
        }

        var expected = await WorkAsync(known, DeskVisits.WrongBirth);

        expected.Count.ShouldBeInRange(3, 8);
        (await WorkAsync("0000-0000-0000", DeskVisits.Birth)).ShouldBe(expected, "unknown");
        (await WorkAsync(dead, DeskVisits.Birth)).ShouldBe(expected, "dead");
        (await WorkAsync("what", "ever")).ShouldBe(expected, "malformed");
    }

    private async Task<IReadOnlyList<string>> WorkAsync(string code, string birth)
    {
        using var sent = new SentStatements(portal.Database.Name);
        (await visits.ProveAsync(code, birth)).ShouldBeNull();
        // The kind of statement: which row is counted in is the difference that is wanted.
        return [.. sent.All.Select(text => Word().Match(text).Value)];
    }

    [GeneratedRegex("[A-Za-z]+", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
