using Bunit;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Exports;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Kernel.Access;
using Portal.Web.Features.AuditTrail;
using Portal.Web.Tests.Screens;

namespace Portal.Web.Tests.Features.AuditTrail;

public sealed class AuditExportPartTests(WebFixture web) : IClassFixture<WebFixture>
{
    private static readonly TypingPlace Form = new(FormKind.AuditExport);

    [Fact]
    public async Task What_was_chosen_is_not_kept_once_the_form_is_cancelled()
    {
        await using var screen = await Screen<AuditExportPart>.OpenAsync(web, Role.ComplianceOfficer, "/audit", part => part.Add(p => p.Query, new AuditQuery()), before: KeepAsync);
        screen.Await("#export-open").Click();
        screen.Await(".draft-offer");
        (await KeptAsync(screen)).ShouldNotBeNull();

        screen.Page.Find(".audit-export > .buttons button[type=button]").Click();

        screen.Await("#export-open");
        for (var left = 50; left > 0 && await KeptAsync(screen) is not null; left--)
        {
            await Task.Delay(100);
        }

        (await KeptAsync(screen)).ShouldBeNull();
    }

    private Task<TypedText?> KeptAsync(Screen<AuditExportPart> screen) => web.Get<FindTyped>().ForAsync(screen.Actor, Form, default);

    private Task KeepAsync(Screen<AuditExportPart> screen) =>
        web.Get<KeepTyped>().ForAsync(screen.Actor, Form, new Dictionary<string, string> { ["reason"] = nameof(AuditExportReason.Incident) }, default);
}
