using Bunit;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Kernel.Access;
using Portal.Web.Features.Identity.People;
using Portal.Web.Tests.Screens;

namespace Portal.Web.Tests.Features.Identity;

/// <summary>The page of one person, with what is kept of its form while it is typed.</summary>
public sealed class PersonPageTests(WebFixture web) : IClassFixture<WebFixture>
{
    [Fact]
    [Trait("Norm", "164.312(a)(2)(iii)")]
    public async Task What_was_kept_of_an_address_is_offered_again_until_it_was_sent_and_then_no_more()
    {
        await using var host = await OwnHost.StartAsync(
            web, ("Portal:Mail:Host", "localhost"), ("Portal:Mail:Port", "9"), ("Portal:Mail:From", "portal@portal.example"), ("Portal:Url", "https://localhost/"));
        var nurse = await new WebPeople(web).NewAsync(Role.Nurse);
        var place = new TypingPlace(FormKind.PersonEmail, nurse.Id.Value);
        await using var screen = await Screen<PersonPage>.OpenAsync(
            web, Role.Administrator, "/people/x", page => page.Add(p => p.Id, nurse.Id.Value), services: host.Services,
            before: to => web.Get<KeepTyped>().ForAsync(to.Actor, place, new Dictionary<string, string> { ["email"] = "new@people.example" }, default));
        screen.Await(".draft-offer .button-main").Click();
        screen.Until(() => screen.Page.Find("#new-email").GetAttribute("value") == "new@people.example");
        screen.Page.Find("#email-change form").Submit();

        screen.Until(() => screen.Page.FindAll("#outcome.note-good").Count == 1);
        (await web.Get<FindTyped>().ForAsync(screen.Actor, place, default)).ShouldBeNull();
    }
}
