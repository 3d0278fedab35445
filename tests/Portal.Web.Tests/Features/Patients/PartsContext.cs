using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Features.Patients;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Crypto;
using Portal.Web.Components.Ui;
using Portal.Web.Hosting;

namespace Portal.Web.Tests.Features.Patients;

/// <summary>A place to render parts in, with invented values.</summary>
public abstract class PartsContext : BunitContext
{
    protected PartsContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLocalization();
        Services.AddLogging();
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton<DatabaseState>();
        ComponentFactories.AddStub<KeptTyping>(); // keeps what is typed on the server, which tests of one part have not
    }

    protected static DateTimeOffset Day(int year, int month = 1, int day = 1) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);

    protected static Revealed<Coding> Code(string display, string? code = null) => Revealed<Coding>.Of(new("http://loinc.org", code, display));

    protected static ChartItem<T> Item<T>(T details, string display = "Something", string? code = null, DateTimeOffset? at = null)
        where T : class =>
        new(Guid.NewGuid(), at ?? Day(2024), null, Code(display, code), Revealed<T>.Of(details));

    protected static ChartItem<ObservationDetails> Lab(string code, decimal value, string unit, DateTimeOffset at, ReferenceRange? range = null) =>
        Item(new ObservationDetails("final", "laboratory", value, unit, null, range, null, []), "Result " + code, code, at);

    protected static BannerView Banner(params ChartItem<AllergyDetails>[] allergies) => new(
        PatientId.New(),
        Revealed<PersonName>.Of(new("Example", "Ada")),
        Revealed<DateOnly>.Of(new(1980, 5, 17)),
        45,
        Revealed<string>.Of("female"),
        Revealed<string>.Of("MRN-1"),
        Revealed<DateTimeOffset>.Missing,
        allergies);
}
