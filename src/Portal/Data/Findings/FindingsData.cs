using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Kernel.Findings;

namespace Portal.Data.Findings;

internal static class FindingsData
{
    // A host that has configured days has added them before.
    public static IServiceCollection AddFindingLog(this IServiceCollection services)
    {
        services.TryAddSingleton(FindingDays.Default);
        return services.AddSingleton<FindingLog>();
    }
}
