using Portal.Data;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.AuditTrail;

public sealed class OpenDatabaseShellTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Each_shell_is_an_entry_that_names_the_job()
    {
        await portal.Get<OpenDatabaseShell>().ForAsync(Actor.System("db-shell"), default);

        (await EntriesAsync()).ShouldContain(entry => entry.Job == "db-shell" && entry.Outcome == AuditOutcome.Allowed);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Nobody_in_a_persons_role_opens_one_and_the_attempt_is_an_entry()
    {
        var admin = Actor.Person(AccountId.New(), Role.Administrator, SessionId.New(), Origin.Local);

        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<OpenDatabaseShell>().ForAsync(admin, default));

        (await EntriesAsync()).ShouldContain(entry => entry.Account == admin.Account && entry.Outcome == AuditOutcome.Denied);
    }

    private async Task<List<AuditEntry>> EntriesAsync()
    {
        var entries = new List<AuditEntry>();
        await foreach (var signed in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            entries.Add(signed.Entry);
        }

        return entries.FindAll(entry => entry.Resource == AuditResource.Database);
    }
}
