using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Features.Findings.Feeds;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings;

internal static class FindingsModule
{
    public static IServiceCollection AddFindings(this IServiceCollection services) => services
        .AddSingleton<FindingDoor>()
        .AddSingleton<FindingItems>()
        .AddSingleton<FindingEntries>()
        .AddFeeds()
        .AddUseCase<ListFindings>()
        .AddUseCase<CountFindings>()
        .AddUseCase<OpenFinding>()
        .AddUseCase<ReviewFinding>();

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
            .AddSingleton<FindingFeeds>()
            .AddSingleton<FindingsJob>()
            .AddHostedService(provider => provider.GetRequiredService<FindingsJob>());
    }
}
