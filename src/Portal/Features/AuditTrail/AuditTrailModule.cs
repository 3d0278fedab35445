using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Data.Auditing.Proof;
using Portal.Data.Files;
using Portal.Features.AuditTrail.Exports;
using Portal.Features.AuditTrail.Searches;

namespace Portal.Features.AuditTrail;

internal static class AuditTrailModule
{
    public static IServiceCollection AddAuditTrail(this IServiceCollection services) => services
        .AddSingleton<AuditScan>()
        .AddSingleton<AuditItems>()
        .AddSingleton<VerifyTurn>()
        .AddUseCase<SearchAudit>()
        .AddUseCase<OpenAuditEntry>()
        .AddUseCase<VerifyAudit>()
        .AddUseCase<RetireAudit>()
        .AddUseCase<ListVerifications>()
        .AddUseCase<OpenEntryProof>()
        .AddUseCase<OpenDatabaseShell>()
        .AddSingleton<AuditTrailDoor>()
        .AddSingleton<SearchShelf>()
        .AddUseCase<SaveSearch>()
        .AddUseCase<ListSearches>()
        .AddUseCase<RenameSearch>()
        .AddUseCase<RemoveSearch>()
        .AddExports();

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
