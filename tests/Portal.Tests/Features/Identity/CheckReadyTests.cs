using Portal.Data.Auditing;
using Portal.Data.Postgres;
using Portal.Features.Identity;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Identity;

public sealed class CheckReadyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task It_is_ready_while_the_database_answers() =>
        (await portal.Get<CheckReady>().IsReadyAsync(Actor.Anonymous, default)).ShouldBeTrue();

    [Fact]
    public async Task It_is_not_ready_when_the_database_is_gone()
    {
        await using var nowhere = new PostgresDatabase(_ => "Host=/nonexistent;Username=x;Timeout=1", keys: null);

        (await new CheckReady(nowhere, new AuditHealth()).IsReadyAsync(Actor.Anonymous, default)).ShouldBeFalse();
    }
}
