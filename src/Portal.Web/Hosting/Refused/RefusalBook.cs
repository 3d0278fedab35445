using System.Collections.Concurrent;
using Portal.Features.Identity;
using Portal.Web.Hosting.Limits;
using Portal.Web.Security;

namespace Portal.Web.Hosting.Refused;

/// <summary>Writes refusals of the host into the audit log, once a minute for each sender and kind: a flood must not become a flood of entries (ASVS 16.3.3).</summary>
internal sealed class RefusalBook(RecordVisitRefused refusals, TimeProvider clock)
{
    private const int Most = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Sender, VisitRefusal Kind), long> written = new();

    public async Task WriteAsync(HttpContext http, VisitRefusal kind, CancellationToken cancel)
    {
        if (IsFirst((RateLimits.SenderOf(http), kind)))
        {
            await refusals.ForAsync(PrincipalActor.ActorOf(http.User) ?? PrincipalActor.NobodyAt(http), kind, cancel);
        }
    }

    private bool IsFirst((string Sender, VisitRefusal Kind) key)
    {
        if (written.Count >= Most)
        {
            Forget();
        }

        var now = clock.GetTimestamp();
        var kept = written.GetOrAdd(key, now);
        return kept == now || (clock.GetElapsedTime(kept, now) >= Window && written.TryUpdate(key, now, kept));
    }

    // Senders whose minute is over; where there are none, all, at the price of one more entry each.
    private void Forget()
    {
        foreach (var (key, at) in written.Where(pair => clock.GetElapsedTime(pair.Value) >= Window).ToList())
        {
            written.TryRemove(key, out _);
        }

        if (written.Count >= Most)
        {
            written.Clear();
        }
    }
}
