using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Portal.Features.Patients;
using Portal.Kernel.Access;
using Portal.Web.Components.Layout;
using Portal.Web.Features.Patients.Parts;
using Portal.Web.Tests.Features.Patients;

namespace Portal.Web.Tests.Markup;

/// <summary>Every text of a view is shown as the characters it has, wherever in the page it stands.</summary>
[Trait("Norm", "ASVS 1.2.1")]
public sealed class HostileTextTests : PartsContext
{
    [Fact]
    public void A_clinical_record_shows_markup_as_text()
    {
        var record = Render<ClinicalRecord>(p => p.Add(r => r.View, Hostile.Make<RecordView>()));
        foreach (var button in record.FindAll("button[aria-expanded]").Select((_, index) => index).ToList())
        {
            record.FindAll("button[aria-expanded]")[button].Click();
        }

        ShouldBeText(record, atLeast: 20);
        record.Find(".document-text").TextContent.ShouldBe(Hostile.Text);
    }

    [Fact]
    public void A_billing_record_shows_markup_as_text() =>
        ShouldBeText(Render<BillingRecord>(p => p.Add(r => r.View, Hostile.Make<BillingView>())), atLeast: 10);

    [Fact]
    public void A_list_shows_markup_as_text() =>
        ShouldBeText(Render<PatientTable>(p => p.Add(t => t.Items, [Hostile.Make<PatientListItem>()]).Add(t => t.Today, new DateOnly(2026, 1, 1))), atLeast: 2);

    [Fact]
    public void The_name_of_an_account_is_text()
    {
        AddAuthorization();
        ComponentFactories.AddStub<Bell>(); // shows a number alone, which it asks the server for
        ComponentFactories.AddStub<ReviewMark>(); // the same
        ShouldBeText(Render<TopBar>(p => p.Add(b => b.Name, Hostile.Text).Add(b => b.Role, Role.Clinician)), atLeast: 1);
    }

    [Fact]
    public void A_text_that_does_become_markup_is_noticed()
    {
        RenderFragment raw = builder => builder.AddMarkupContent(0, Hostile.Text);
        Should.Throw<ShouldAssertException>(() => ShouldBeText(Render(raw), atLeast: 0));
    }

    private static void ShouldBeText<T>(IRenderedComponent<T> page, int atLeast)
        where T : IComponent
    {
        page.FindAll("[data-xss], script, iframe, object, embed").ShouldBeEmpty();
        var attributes = page.FindAll("*").SelectMany(element => element.Attributes).ToList();
        attributes.Where(one => one.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
        attributes.Where(one => one.Name is "href" or "src" or "action" or "style" && one.Value.Contains("xss", StringComparison.Ordinal)).ShouldBeEmpty();
        page.FindAll("*").SelectMany(element => element.ChildNodes.OfType<IText>()).Count(text => text.Data.Contains("<script data-xss>", StringComparison.Ordinal))
            .ShouldBeGreaterThanOrEqualTo(atLeast);
    }
}
