using Portal.ArchitectureTests.Reading;
using Portal.ArchitectureTests.UseCases;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.ArchitectureTests.Views;

public sealed class ViewFieldTests
{
    private const string Chart = "Portal.Features.Patients.Chart.";

    [Fact]
    [Trait("Norm", "164.502(b), .514(d)")]
    public void The_fields_that_each_role_gets_are_as_approved() =>
        Approved.Check("views.txt", ViewFields.Of(UseCaseLaws.Registered(Assemblies.Portal)));

    [Fact]
    public void One_more_field_is_found_however_deep_it_lies()
    {
        ViewFields.Fields(typeof(Task<Page<OneMore>>)).Except(ViewFields.Fields(typeof(One))).Count().ShouldBe(2);
        ViewFields.Fields(typeof(OneMore)).ShouldContain("OneMore.Part.Added");
    }

    [Fact]
    [Trait("Norm", "164.502(b), .514(d)")]
    public void Nothing_of_billing_names_anything_of_the_chart()
    {
        NamesChart("Portal.Features.Patients.Billing").ShouldBeEmpty();
        Assemblies.Portal.GetType(typeof(BillingView).FullName).Names().ShouldNotContain(name => name.StartsWith(Chart, StringComparison.Ordinal));
        Assemblies.Portal.GetType(typeof(RecordView).FullName).Names().ShouldContain(name => name.StartsWith(Chart, StringComparison.Ordinal));
    }

    private static IEnumerable<string> NamesChart(string rootNamespace) =>
        Assemblies.Portal.In(rootNamespace).SelectMany(type => type.Names()).Where(name => name.StartsWith(Chart, StringComparison.Ordinal));

    internal sealed record One(Part Part);

    internal sealed record Part(Revealed<string> Name);

    internal sealed record OneMore(IReadOnlyList<MorePart> Part);

    internal sealed record MorePart(Revealed<string> Name, DateOnly Added);
}
