using Bunit;
using Bunit.TestDoubles;
using Portal.Features.AuditTrail;
using Portal.Features.BreakGlass;
using Portal.Features.BreakGlass.Review;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;
using Portal.Web.Features.BreakGlass;
using Portal.Web.Tests.Features.Patients;

namespace Portal.Web.Tests.Features.BreakGlass;

/// <summary>What is typed into a review of broken glass, or into the answer to a question, outlives a session that ends.</summary>
public sealed class TypedReviewsTests : PartsContext
{
    [Fact]
    public async Task A_verdict_and_its_words_are_kept_and_put_back()
    {
        var form = Render<GrantReviewForm>(p => p.Add(f => f.View, View()).Add(f => f.MayReview, true));
        form.Find("form[data-typed]").ShouldNotBeNull();
        form.Find("#verdict-text").Change("Who called you?");
        var kept = form.FindComponent<Stub<KeptTyping>>().Instance.Parameters;
        (kept.Get(k => k.Form), kept.Get(k => k.Read)()["text"]).ShouldBe((FormKind.GlassReview, "Who called you?"));

        await form.InvokeAsync(() => kept.Get(k => k.Write).InvokeAsync(new Dictionary<string, string> { ["verdict"] = nameof(GlassReview.Asked), ["text"] = "From which ward?" }));
        form.Find("#verdict-text").GetAttribute("value").ShouldBe("From which ward?");
        form.Find("input[value=Asked]").HasAttribute("checked").ShouldBeTrue();
    }

    private static GrantView View() => new(
        new GrantItem(
            Guid.NewGuid(), AccountId.New(), null, Role.Clinician, PatientId.New(), GlassReason.Emergency, true, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1), GlassEnd.Expired,
            IsLive: false, GlassTelling.Told, GlassReview.Due, DateTimeOffset.UnixEpoch.AddDays(3), IsOverdue: false, null, null, null, IsAltered: false),
        default, [], new Page<AuditItem>([], null), null, new GrantHistory(0, 0, 0), IsOwn: false, HeldUntil: null);
}
