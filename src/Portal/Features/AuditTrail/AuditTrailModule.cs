using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Data.Auditing.Proof;
using Portal.Data.Files;
using Portal.Features.AuditTrail.Exports;
using Portal.Features.AuditTrail.Outside;
using Portal.Features.AuditTrail.Pictures;
using Portal.Features.AuditTrail.Searches;

namespace Portal.Features.AuditTrail;

internal static class AuditTrailModule
{
    public static IServiceCollection AddAuditTrail(this IServiceCollection services) => services
        .AddSingleton<AuditScan>()
        .AddSingleton<AuditItems>()
        .AddSingleton<VerifyTurn>()
        .AddSingleton<AuditLook>()
        .AddSingleton<BackwardCount>()
        .AddSingleton<Ranked>()
        .AddUseCase<CountAccesses>()
        .AddUseCase<CompareHours>()
        .AddUseCase<RankReaders>()
        .AddUseCase<RankRefusals>()
        .AddUseCase<SearchAudit>()
        .AddUseCase<OpenAuditEntry>()
        .AddUseCase<VerifyAudit>()
        .AddUseCase<RetireAudit>()
        .AddUseCase<ListVerifications>()
        .AddUseCase<OpenEntryProof>()
        .AddOutside()
        .AddUseCase<OpenDatabaseShell>()
        .AddSingleton<AuditTrailDoor>()
        .AddSingleton<SearchShelf>()
        .AddUseCase<SaveSearch>()
        .AddUseCase<ListSearches>()
        .AddUseCase<RenameSearch>()
        .AddUseCase<RemoveSearch>()
        .AddExports();

    // A host that has configured how long the log is kept has added it before.
    private static IServiceCollection AddOutside(this IServiceCollection services)
    {
        services.TryAddSingleton(new RetentionSettings(RetireAudit.LeastYears));
        return services.AddSingleton<OutsideBook>().AddUseCase<ListOutsideCopies>();
    }

    private static IServiceCollection AddExports(this IServiceCollection services)
    {
        services.TryAddSingleton(AuditExportSettings.Default);
        return services
            .AddSingleton<FileStore>()
            .AddSingleton<SetProver>()
            .AddSingleton<ExportBook>()
            .AddSingleton<ExportPages>()
            .AddSingleton<ExportRun>()
            .AddSingleton<ExportJob>()
            .AddHostedService(provider => provider.GetRequiredService<ExportJob>())
            .AddUseCase<RequestAuditExport>()
            .AddUseCase<ListAuditExports>()
            .AddUseCase<EndAuditExport>()
            .AddUseCase<OpenAuditExport>()
            .AddUseCase<ShowAuditKey>();
    }
}
