using Microsoft.Extensions.Hosting.Internal;
using Portal.Kernel.Mail;

namespace Portal.Web.CommandLine;

/// <summary>The use cases of an opened instance for a verb that serves no pages.</summary>
internal static class VerbServices
{
    /// <param name="opened">The instance.</param>
    /// <param name="mail">How mail leaves it, for verbs that tell people something: the portal sends it when it runs.</param>
    public static ServiceProvider Over(OpenedInstance opened, MailSettings? mail = null) => new ServiceCollection()
        .AddSingleton(mail ?? MailSettings.Off)
        .AddLogging()
        .AddSingleton<IHostEnvironment>(new HostingEnvironment { EnvironmentName = opened.Settings.Environment, ApplicationName = "Portal.Web" })
        .AddPortal(opened.Portal)
        .BuildServiceProvider();
}
