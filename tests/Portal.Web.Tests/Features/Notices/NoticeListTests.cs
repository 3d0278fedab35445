using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Portal.Features.Notices;
using Portal.Kernel.Crypto;
using Portal.Kernel.Notices;
using Portal.Web.Features.Notices;
using Portal.Web.Tests.Features.Patients;

namespace Portal.Web.Tests.Features.Notices;

public sealed class NoticeListTests : PartsContext
{
    private readonly List<NoticeItem> items =
        [.. new[] { NoticeKind.PasswordChanged, NoticeKind.AppChanged }.Select(kind => new NoticeItem(Guid.NewGuid(), kind, Day(2026), IsRead: false, Revealed<string>.Missing))];

    [Fact]
    [Trait("Norm", "WCAG 2.4.3")]
    public void After_one_was_marked_the_focus_is_on_the_next_and_after_the_last_on_the_list()
    {
        var list = Render<NoticeList>(parameters => parameters.Add(p => p.Items, items).Add(p => p.Mark, item => items[items.IndexOf(item)] = item with { IsRead = true }));
        var (next, whole) = (IdOf(list.FindAll("button")[1]), IdOf(list.Find("ul")));
        list.Find("button").Click();
        list.Find("button").Click();
        JSInterop.VerifyFocusAsyncInvoke(calledTimes: 2).Select(call => ((ElementReference)call.Arguments[0]!).Id).ShouldBe([next, whole]);
    }

    private static string? IdOf(IElement element) => element.GetAttribute("blazor:elementReference");
}
