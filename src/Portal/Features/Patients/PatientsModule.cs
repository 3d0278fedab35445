using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Care.Exclusions;
using Portal.Features.Patients.Care.Marks;
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
        .AddSingleton<PatientMaskedView>()
        .AddSingleton(provider => new PatientIndexes(provider.GetRequiredService<KeyRing>().Index))
        .AddUseCase<ListMyPatients>()
        .AddUseCase<SearchPatients>()
        .AddUseCase<FindOutsideCare>()
        .AddUseCase<FindPatientByNumber>()
        .AddUseCase<OpenRecord>()
        .AddUseCase<OpenBillingRecord>()
        .AddUseCase<OpenRegistration>()
        .AddOwnAccountAge()
        .AddUseCase<MakeDeskCode>()
        .AddUseCase<ReindexPatients>()
        .AddCharting()
        .AddCare()
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

    private static IServiceCollection AddCare(this IServiceCollection services) => services
        .AddSingleton<CareBook>()
        .AddSingleton<KnownPeople>()
        .AddUseCase<ListCareTeam>()
        .AddUseCase<FindColleagues>()
        .AddUseCase<ReferPatient>()
        .AddUseCase<AssignToTeam>()
        .AddUseCase<EndAssignment>()
        .AddUseCase<EndOwnCare>()
        .AddUseCase<SetMark>()
        .AddUseCase<LiftMark>()
        .AddUseCase<ListExclusions>()
        .AddUseCase<ExcludePerson>()
        .AddUseCase<EndExclusion>();

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
