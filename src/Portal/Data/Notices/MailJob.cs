using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Kernel.Mail;

namespace Portal.Data.Notices;

/// <summary>While the portal serves: looks into the outbox every few seconds, and every hour for what is kept no longer. Every node does; a mail is claimed by one of them.</summary>
internal sealed class MailJob(MailOutbox outbox, NoticeUpkeep upkeep, MailSettings settings, TimeProvider clock, ILogger<MailJob> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private const string Later = "later";

    private static readonly TimeSpan UpkeepInterval = TimeSpan.FromHours(1);

    private DateTimeOffset nextUpkeep;
    private string? told;

    /// <summary>One look: what waits is sent first, and what goes wrong with one of the two keeps the other from nothing. It is told and tried again; it is no reason to stop serving.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        if (settings.IsOn)
        {
            await SendAsync(cancel);
        }

        if (clock.GetUtcNow() >= nextUpkeep)
        {
            // Before the try: one that always fails is tried every hour and not every look.
            nextUpkeep = clock.GetUtcNow() + UpkeepInterval;
            await KeepAsync(cancel);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.IsOn)
        {
            log.LogWarning("No mail is configured: people are told of changes to their accounts in the portal alone. Set Portal__Mail__Host and what belongs to it.");
        }

        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await LookAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SendAsync(CancellationToken cancel)
    {
        try
        {
            TellRound(await outbox.SendDueAsync(cancel));
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            // Its kind alone: what drivers and servers say may hold an address.
            Tell(failure.GetType().Name, 0);
        }
    }

    private async Task KeepAsync(CancellationToken cancel)
    {
        try
        {
            await upkeep.KeepAsync(cancel);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            log.LogError("Notices and mails that are kept no longer were not deleted ({Kind}); it is tried again in an hour.", failure.GetType().Name);
        }
    }

    private void TellRound(MailRound round)
    {
        if (round.GivenUp > 0)
        {
            log.LogError("{GivenUp} mails were given up after two days of tries or for an address that is none; administrators see them on the page Mail.", round.GivenUp);
        }

        Tell(round.Later > 0 ? Later : null, round.Later);
    }

    // Once for each kind of trouble, not every five seconds.
    private void Tell(string? trouble, int later)
    {
        if (trouble is Later && trouble != told)
        {
            log.LogWarning("{Later} mails were not taken and are tried again; administrators see why on the page Mail.", later);
        }
        else if (trouble is not null && trouble != told)
        {
            log.LogError("The outbox cannot be worked on ({Kind}); what waits in it is kept.", trouble);
        }

        told = trouble;
    }
}
