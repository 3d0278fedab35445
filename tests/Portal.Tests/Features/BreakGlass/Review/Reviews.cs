using Portal.Features.BreakGlass;
using Portal.Features.BreakGlass.Review;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.BreakGlass.Review;

/// <summary>Officers who review what <see cref="Glass"/> broke.</summary>
internal sealed class Reviews(PortalFixture portal)
{
    public const string Why = "No order and no treatment: the record was none of her business.";

    public Glass Glass { get; } = new(portal);

    public Task<Actor> OfficerAsync() => Glass.ClinicianAsync(Role.ComplianceOfficer);

    /// <summary>A clinician who broke the glass and gave the record back.</summary>
    public async Task<(Actor Actor, Portal.Kernel.PatientId Patient, Guid Grant)> GivenBackAsync()
    {
        var broken = await Glass.BrokenAsync();
        (await portal.Get<GiveBackEmergencyAccess>().ForAsync(broken.Actor, broken.Patient, broken.Grant, default)).ShouldBeTrue();
        return broken;
    }

    public Task<GrantReviewResult> SayAsync(Actor actor, Guid grant, GlassReview verdict, int seen = 0, string text = Why) =>
        portal.Get<ReviewGrant>().ForAsync(actor, new GrantReview(grant, seen, verdict, text), default);

    public Task<GrantView?> OpenAsync(Actor actor, Guid grant) => portal.Get<OpenGrant>().ForAsync(actor, grant, default);

    public Task<GlassBoard> BoardAsync(Actor actor, GlassPart part = GlassPart.Due, string? cursor = null) =>
        portal.Get<ListGrants>().ForAsync(actor, new GlassQuery(part, cursor), default);
}
