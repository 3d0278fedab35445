using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Senders;
using Portal.Features.Identity.Sessions;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "ASVS 6.3.1")]
public sealed class CountSenderTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task As_many_as_allowed_pass_and_the_next_window_begins_anew()
    {
        var form = Form("192.0.2.7");
        (await SendAsync(form, 4)).ShouldBe([true, true, true, false]);
        (await SendAsync(form with { Kind = "Recovery" }, 1)).ShouldBe([true]);
        (await SendAsync(form with { Sender = "192.0.2.8" }, 1)).ShouldBe([true]);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        (await SendAsync(form, 1)).ShouldBe([true]);
    }

    [Fact]
    public async Task Of_many_at_once_as_many_pass_as_allowed()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ => (await SendAsync(Form("2001DB8"), 1))[0]));
        answers.Count(passed => passed).ShouldBe(3);
    }

    [Fact]
    [Trait("Norm", "GDPR 5(1)(e)")]
    public async Task The_table_knows_no_address_and_what_is_over_is_deleted()
    {
        await SendAsync(Form("198.51.100.4"), 2);
        var rows = (string)(await portal.Database.RunAsync(DatabaseRole.Superuser, "SELECT string_agg(t::text, ' ') FROM identity.sender_counts t"))!;
        rows.ShouldNotContain("198.51.100.4");
        rows.ShouldNotContain(Convert.ToHexStringLower("198.51.100.4"u8));
        portal.Clock.Advance(SessionLimits.ClockSlack + TimeSpan.FromMinutes(3));
        await SendAsync(Form("198.51.100.5"), 1);
        await using var db = portal.Open();
        (await db.Set<SenderCount>().CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_node_whose_clock_is_ahead_gives_nobody_new_tries()
    {
        await SendAsync(Form("203.0.113.9"), 3);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(Form("203.0.113.10"), 1);
        portal.Clock.StepBack(TimeSpan.FromMinutes(1));
        (await SendAsync(Form("203.0.113.9"), 1)).ShouldBe([false]);
    }

    [Fact]
    public async Task A_count_that_cannot_be_found_out_lets_nobody_in()
    {
        await portal.Database.RunAsync(DatabaseRole.Superuser, """
            CREATE FUNCTION public.clash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE unique_violation; END $$;
            CREATE TRIGGER clash BEFORE INSERT ON identity.sender_counts FOR EACH ROW EXECUTE FUNCTION public.clash();
            """);
        try
        {
            (await SendAsync(Form("203.0.113.11"), 1)).ShouldBe([false]);
        }
        finally
        {
            await portal.Database.RunAsync(DatabaseRole.Superuser, "DROP FUNCTION public.clash() CASCADE");
        }
    }

    [Fact]
    public async Task What_is_no_form_of_ours_is_refused()
    {
        await Should.ThrowAsync<ValidationException>(() => SendAsync(Form("192.0.2.7") with { Permits = 0 }, 1));
        await Should.ThrowAsync<ValidationException>(() => SendAsync(Form(new string('x', 65)), 1));
    }

    private static SentForm Form(string sender) => new("SignIn", sender, 3, TimeSpan.FromMinutes(1));

    private async Task<List<bool>> SendAsync(SentForm form, int times)
    {
        var answers = new List<bool>();
        for (var i = 0; i < times; i++)
        {
            answers.Add(await portal.Get<CountSender>().ForAsync(People.Nobody, form, default));
        }

        return answers;
    }
}
