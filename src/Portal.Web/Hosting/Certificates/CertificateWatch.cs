namespace Portal.Web.Hosting.Certificates;

/// <summary>Looks for a new certificate every few seconds, and says in the log when the one in use comes to its end.</summary>
internal sealed class CertificateWatch(ServedCertificate certificate, TimeProvider clock, ILogger<CertificateWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private string? fault;
    private int? told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            Look();
            await Task.Delay(Interval, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal void Look()
    {
        var (isNew, wrong) = certificate.Look();
        if (isNew)
        {
            log.LogInformation("A new certificate is in use; it ends on {End:yyyy-MM-dd}.", certificate.EndsAt);
        }

        TellFault(wrong);
        TellEnd(certificate.End);
    }

    // Once for each kind of fault, not every five seconds; a file that is half written is whole at the next look.
    private void TellFault(Exception? wrong)
    {
        var kind = wrong?.GetType().Name;
        if (kind is not null && kind != fault)
        {
            log.LogError("The certificate's new file cannot be used ({Kind}); the old certificate stays in use. Put a whole certificate with its key there.", kind);
        }

        fault = kind;
    }

    private void TellEnd(CertificateEnd? end)
    {
        if (end is not null && end.Stage != told)
        {
            log.Log(end.Stage > 7 ? LogLevel.Warning : LogLevel.Error, "The portal's certificate ends on {End:yyyy-MM-dd}, in {Days} days: put the new one in the place of its file.", end.At, end.Days);
        }

        told = end?.Stage;
    }
}
