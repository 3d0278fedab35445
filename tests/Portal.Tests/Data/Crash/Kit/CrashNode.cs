using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Sealing;
using Portal.Kernel.Audit.Checkpoints;

namespace Portal.Tests.Data.Crash;

/// <summary>One of the nodes that faults are done to.</summary>
/// <param name="Name">What the server shows of its connections; empty for one that does not seal.</param>
/// <param name="Producers">How many produce in it.</param>
/// <param name="Checkpoints">The file outside to which it brings checkpoints.</param>
internal sealed record CrashNode(string Name, int Producers, string Checkpoints)
{
    // More often than in use, so that kills meet a checkpoint and its delivery too.
    private static readonly TimeSpan BetweenCheckpoints = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BetweenDeliveries = TimeSpan.FromMilliseconds(500);

    public static CrashNode Plain { get; } = new("", 64, "");

    public string[] Words => [Name, $"{Producers}", Checkpoints];

    public static CrashNode Parse(string[] words) => new(words[4], int.Parse(words[5], CultureInfo.InvariantCulture), words[6]);

    /// <summary>Puts the sealing of this node in the place of the portal's own.</summary>
    public void Sealing(IServiceCollection services)
    {
        if (Name.Length > 0)
        {
            services.Replace(ServiceDescriptor.Singleton(new CheckpointSettings(Checkpoints, null, null)));
            services.AddSingleton(all => new AuditSealer(all.GetRequiredService<PortalInstance>(), all.GetRequiredService<AuditLog>(), TimeProvider.System, BetweenCheckpoints));
        }
    }

    /// <summary>Seals and brings checkpoints outside from now on, as a portal that serves does.</summary>
    public async Task BeginAsync(OwnPortal portal)
    {
        if (Name.Length > 0)
        {
            await portal.Get<SealingJob>().StartAsync(default);
            _ = DeliverAsync(portal.Get<CheckpointJob>(), portal.Get<IReadOnlyList<CheckpointCourier>>());
        }
    }

    private static async Task DeliverAsync(CheckpointJob job, IReadOnlyList<CheckpointCourier> couriers)
    {
        while (true)
        {
            foreach (var courier in couriers)
            {
                await job.LookAsync(courier, default);
            }

            await Task.Delay(BetweenDeliveries);
        }
    }
}
