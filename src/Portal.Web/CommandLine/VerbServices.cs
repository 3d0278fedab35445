using Microsoft.Extensions.Hosting.Internal;

namespace Portal.Web.CommandLine;

/// <summary>The use cases of an opened instance for a verb that serves no pages.</summary>
internal static class VerbServices
{
    public static ServiceProvider Over(OpenedInstance opened) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = opened.Settings.Environment, ApplicationName = "Portal.Web" })
        .AddPortal(opened.Portal)
        .BuildServiceProvider();
}
