using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity.Passkeys;

namespace Portal.Tests.Features.Identity.Passkeys;

public sealed class AskForPasskeyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly PasskeyPeople people = new(portal);

    [Fact]
    [Trait("Norm", "ASVS 6.3.8")]
    public async Task The_question_names_nobody_and_each_is_another()
    {
        var (one, other) = (await people.AskAsync(), await people.AskAsync());
        var options = JsonNode.Parse(one.Options)!;
        ((string?)options["rpId"], (string?)options["userVerification"]).ShouldBe((PortalFixture.Site.Domain, "required"));
        options["allowCredentials"]!.AsArray().ShouldBeEmpty();
        ((string?)options["challenge"]).ShouldNotBe((string?)JsonNode.Parse(other.Options)!["challenge"]);
        one.Browser.ShouldNotBe(other.Browser);
    }

    [Fact]
    public async Task A_browser_keeps_its_cookie_over_tabs_and_a_strange_one_is_not_taken()
    {
        var first = await people.AskAsync();
        (await people.AskAsync(first.Browser)).Browser.ShouldBe(first.Browser);
        (await people.AskAsync("mine")).Browser!.Length.ShouldBe(first.Browser!.Length);
    }

    [Fact]
    public async Task Nobody_reads_the_challenge_in_the_database_and_what_nobody_answered_goes()
    {
        var question = await people.AskAsync();
        var challenge = (string)JsonNode.Parse(question.Options)!["challenge"]!;
        await using var db = portal.Open();
        (await db.Database.SqlQuery<string>($"SELECT encode(state, 'escape') AS \"Value\" FROM identity.passkey_challenges WHERE id = {question.Ticket}").ToListAsync())
            .Single().ShouldNotContain(challenge);
        portal.Clock.Advance(PasskeyChallenges.Lifetime + TimeSpan.FromSeconds(1));
        var next = await people.AskAsync();
        (await db.Set<PasskeyChallenge>().Select(c => c.Id).ToListAsync()).ShouldBe([next.Ticket]);
    }

    [Theory]
    [InlineData("https://portal.example/", "portal.example", "https://portal.example")]
    [InlineData("https://portal.example:8443/a", "portal.example", "https://portal.example:8443")]
    [InlineData("https://192.0.2.1/", "", "")]
    [InlineData("https://[2001:db8::1]/", "", "")]
    [InlineData("http://portal.example/", "", "")]
    public void The_site_is_what_the_configuration_says(string address, string domain, string origin) =>
        PasskeySite.Of(new Uri(address)).ShouldBe(new PasskeySite(domain, origin));
}
