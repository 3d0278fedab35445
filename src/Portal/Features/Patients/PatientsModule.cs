using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Charting;
using Portal.Features.Patients.Charting.Drafts;
using Portal.Features.Patients.Demo;
using Portal.Features.Patients.Desk;
using Portal.Features.Patients.Import;
using Portal.Features.Patients.Practitioners;
using Portal.Features.Patients.Registration;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients;

internal static class PatientsModule
{
    public static IServiceCollection AddPatients(this IServiceCollection services) => services
        .AddSingleton<IAccessFact, CareFact>()
        .AddSingleton<IAccessFact, BillingFact>()
        .AddSingleton<IAccessFact, RegistrationFact>()
        .AddSingleton<PatientListView>()
        .AddSingleton(provider => new PatientIndexes(provider.GetRequiredService<KeyRing>().Index))
        .AddUseCase<ListMyPatients>()
        .AddUseCase<SearchPatients>()
        .AddUseCase<FindPatientByNumber>()
        .AddUseCase<OpenRecord>()
        .AddUseCase<OpenBillingRecord>()
        .AddUseCase<OpenRegistration>()
        .AddOwnAccountAge()
        .AddUseCase<MakeDeskCode>()
        .AddUseCase<ReindexPatients>()
        .AddCharting()
        .AddSingleton<BatchImporter>()
        .AddUseCase<ImportFhir>()
        .AddUseCase<ListPractitioners>()
        .AddUseCase<LinkPractitioner>()
        .AddUseCase<SeedDemoPatients>();

    private static IServiceCollection AddOwnAccountAge(this IServiceCollection services)
    {
        services.TryAddSingleton(OwnAccountAge.Default);
        return services;
    }

    private static IServiceCollection AddCharting(this IServiceCollection services) => services
        .AddSingleton<EntryWriter>()
        .AddSingleton<EntryCorrector>()
        .AddUseCase<AddNote>()
        .AddUseCase<AddObservation>()
        .AddUseCase<AddPrescription>()
        .AddUseCase<AddAllergy>()
        .AddUseCase<AddCondition>()
        .AddUseCase<CorrectEntry>()
        .AddUseCase<OpenEntryHistory>()
        .AddUseCase<KeepDraft>()
        .AddUseCase<FindDrafts>()
        .AddUseCase<DropDraft>()
        .AddSingleton<DraftsJob>()
        .AddHostedService(provider => provider.GetRequiredService<DraftsJob>());
}
