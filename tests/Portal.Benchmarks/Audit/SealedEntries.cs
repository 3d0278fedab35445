using System.Net;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Sealing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Benchmarks.Audit;

/// <summary>
/// Appends entries through the log itself and seals them with the portal's own sealer: people in sessions of a dozen entries, one patient in most, twenty in one of
/// fifteen, as in the generated log. Their times are spread over the last month.
/// </summary>
internal sealed class SealedEntries(BenchInstance instance)
{
    private const int Producers = 256;
    private const int InSession = 12;
    private const int AtOnce = 100_000;

    private static readonly TimeSpan Spread = TimeSpan.FromDays(25);

    private readonly PatientId[] patients = [.. Enumerable.Range(0, 20_000).Select(_ => PatientId.New())];
    private readonly AccountId[] people = [.. Enumerable.Range(0, 1_000).Select(_ => AccountId.New())];

    public async Task<long> FillAsync(int entries)
    {
        var (log, sealer, now) = (instance.Get<AuditLog>(), instance.Get<AuditSealer>(), TimeProvider.System.GetUtcNow());
        for (var done = 0; done < entries; done += AtOnce)
        {
            var next = done - 1;
            var end = Math.Min(entries, done + AtOnce);
            await Task.WhenAll(Enumerable.Range(0, Producers).Select(_ => ProduceAsync(() => Interlocked.Add(ref next, InSession) - InSession + 1)));
            while ((await sealer.SealAsync(1, default)).Entries > 0)
            {
                // Until nothing is left.
            }

            async Task ProduceAsync(Func<int> begin)
            {
                await Task.Yield();
                for (var at = begin(); at < end; at = begin())
                {
                    var actor = ActorOf(new Random(at));
                    for (var one = at; one < Math.Min(end, at + InSession); one++)
                    {
                        await log.AppendAsync(EntryOf(log, actor, new Random(one), now - Spread + (Spread * ((double)one / entries))), default);
                    }
                }
            }
        }

        await CoverAsync(sealer);
        return entries;
    }

    // A checkpoint over all of them: the next one is due a minute after the last.
    private async Task CoverAsync(AuditSealer sealer)
    {
        await Task.Delay(AuditSealer.BetweenCheckpoints + TimeSpan.FromSeconds(1));
        var log = instance.Get<AuditLog>();
        await log.AppendAsync(log.NewEntry(Actor.System("bench"), Purpose.System, AuditAction.Maintain, AuditResource.AuditLog, DataCategories.None, AuditOutcome.Allowed), default);
        Expect.That((await sealer.SealAsync(1, default)).Entries == 1);
    }

    private Actor ActorOf(Random random) => Actor.Person(
        people[random.Next(people.Length)], random.Next(3) == 0 ? Role.Nurse : Role.Clinician, SessionId.New(), new Origin(new IPAddress([10, 0, (byte)random.Next(256), (byte)random.Next(256)]), AuditBench.Agent));

    private AuditEntry EntryOf(AuditLog log, Actor actor, Random random, DateTimeOffset at)
    {
        var kind = random.Next(15);
        var entry = log.NewEntry(
            actor, Purpose.Treatment, kind == 0 ? AuditAction.Search : AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, random.Next(50) == 0 ? AuditOutcome.Denied : AuditOutcome.Allowed);
        return entry with
        {
            Id = EntryId.New(at),
            At = at,
            Patients = [.. Enumerable.Range(0, kind == 0 ? 20 : kind < 12 ? 1 : 0).Select(_ => patients[random.Next(patients.Length)]).Distinct()],
        };
    }
}
