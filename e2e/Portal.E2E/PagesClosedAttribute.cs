using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Playwright;
using Xunit.Sdk;

[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: Portal.E2E.PagesClosed]

namespace Portal.E2E;

/// <summary>
/// After each journey its windows are closed. Left open they would go on asking the portal about their session and hold circuits, until the last
/// journeys ran beside a hundred forgotten pages. One journey runs at a time, so that all open windows are its own.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class PagesClosedAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentBag<IBrowserContext> Open = [];

    /// <summary>Remembers a window, to be closed after the journey.</summary>
    public static IBrowserContext Remember(IBrowserContext context)
    {
        Open.Add(context);
        return context;
    }

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest) => Task.Run(CloseAsync).GetAwaiter().GetResult();

    private static async Task CloseAsync()
    {
        while (Open.TryTake(out var context))
        {
            try
            {
                await context.CloseAsync();
            }
            catch (PlaywrightException)
            {
                // Closed already, or its browser is.
            }
        }
    }
}
