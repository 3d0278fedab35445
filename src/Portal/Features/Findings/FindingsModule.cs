using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Features.Findings.Feeds;
using Portal.Features.Findings.Reports;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings;

internal static class FindingsModule
{
    public static IServiceCollection AddFindings(this IServiceCollection services) => services
        .AddSingleton<FindingDoor>()
        .AddSingleton<FindingItems>()
        .AddSingleton<FindingEntries>()
        .AddFeeds()
        .AddReports()
        .AddUseCase<ListFindings>()
        .AddUseCase<CountFindings>()
        .AddUseCase<OpenFinding>()
        .AddUseCase<ReviewFinding>();

    private static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddSingleton<ReportCounts>()
        .AddSingleton<ReportMaker>()
        .AddSingleton<ReportsJob>()
        .AddHostedService(provider => provider.GetRequiredService<ReportsJob>())
        .AddUseCase<ListReports>()
        .AddUseCase<OpenReport>()
        .AddUseCase<ScheduleReport>()
        .AddUseCase<ChangeReport>()
        .AddUseCase<MakeReport>();

    // A host that has configured rules has added them before.
    private static IServiceCollection AddFeeds(this IServiceCollection services)
    {
        services.TryAddSingleton(FindingRules.Default);
        return services
            .AddSingleton<StaffMarks>()
            .AddSingleton<IFindingFeed, RefusalFeed>()
            .AddSingleton<IFindingFeed, ExportFeed>()
            .AddSingleton<IFindingFeed, OffHoursFeed>()
            .AddSingleton<IFindingFeed, RelationFeed>()
            .AddSingleton<ReaderPlace>()
            .AddSingleton<FindingFeeds>()
            .AddSingleton<FindingsJob>()
            .AddHostedService(provider => provider.GetRequiredService<FindingsJob>());
    }
}
