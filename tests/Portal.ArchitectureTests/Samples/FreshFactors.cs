// Use cases that need a fresh factor: one that asks for it in time, and some that break the law.
using Portal.Data;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.ArchitectureTests.Samples.Features.FreshFactors;

[OpenToAll("a sample that needs no permission")]
[NeedsFreshFactor]
public sealed class AsksInTime
{
    private readonly PortalDatabase database;
    private readonly FreshFactor fresh;

    internal AsksInTime(PortalDatabase database, FreshFactor fresh) => (this.database, this.fresh) = (database, fresh);

    public async Task ForAsync(Actor actor, CancellationToken cancel)
    {
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
    }
}

[OpenToAll("a sample that needs no permission")]
[NeedsFreshFactor]
public sealed class AsksTooLate
{
    private readonly PortalDatabase database;
    private readonly FreshFactor fresh;

    internal AsksTooLate(PortalDatabase database, FreshFactor fresh) => (this.database, this.fresh) = (database, fresh);

    public async Task ForAsync(Actor actor, CancellationToken cancel)
    {
        await using var db = database.Open();
        await fresh.RequireAsync(actor, cancel);
    }
}

[OpenToAll("a sample that needs no permission")]
[NeedsFreshFactor]
public sealed class SaysAndDoesNotAsk
{
    private readonly PortalDatabase database;

    internal SaysAndDoesNotAsk(PortalDatabase database) => this.database = database;

    public async Task ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var db = database.Open();
    }
}

[OpenToAll("a sample that needs no permission")]
public sealed class AsksAndDoesNotSay
{
    private readonly FreshFactor fresh;

    internal AsksAndDoesNotSay(FreshFactor fresh) => this.fresh = fresh;

    public Task ForAsync(Actor actor, CancellationToken cancel) => fresh.RequireAsync(actor, cancel);
}
