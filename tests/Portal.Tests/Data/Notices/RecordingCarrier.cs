using System.Collections.Concurrent;
using Portal.Kernel.Mail;

namespace Portal.Tests.Data.Notices;

/// <summary>The outside world of the outbox: keeps what it is given, after doing what a test wants.</summary>
internal sealed class RecordingCarrier(Func<OutgoingMail, Task>? before = null) : IMailCarrier
{
    public ConcurrentQueue<OutgoingMail> Taken { get; } = [];

    public async Task SendAsync(OutgoingMail mail, CancellationToken cancel)
    {
        if (before is not null)
        {
            await before(mail);
        }

        Taken.Enqueue(mail);
    }
}
