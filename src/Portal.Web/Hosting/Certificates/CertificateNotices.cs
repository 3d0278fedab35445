using Portal.Features.Identity;
using Portal.Kernel.Access;

namespace Portal.Web.Hosting.Certificates;

/// <summary>
/// Sees to it that administrators are told, in the portal and by mail, when the certificate in use comes to its end. Every node looks; the use case tells each
/// person once for each limit, so that nothing needs to be remembered here. What fails is tried again at the next look.
/// </summary>
internal sealed class CertificateNotices(ServedCertificate certificate, TellCertificateEnd tell, TimeProvider clock, ILogger<CertificateNotices> log) : BackgroundService
{
    /// <summary>Between two looks; an administrator who came later is told as well.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private static readonly Actor Job = Actor.System("certificate-end");

    /// <summary>One look; how many people were told.</summary>
    public async Task<int> LookAsync(CancellationToken cancel) =>
        certificate.End is { } end ? await tell.ForAsync(Job, certificate.Thumbprint, end.Stage, end.At, cancel) : 0;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the start waits for nothing of this
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError("Administrators could not be told of the certificate's end ({Kind}); it is tried again in {Minutes} minutes.", failure.GetType().Name, Interval.TotalMinutes);
            }

            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
