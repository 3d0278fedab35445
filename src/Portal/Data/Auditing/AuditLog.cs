using System.Buffers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Portal.Data.Auditing.Emergency;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing;

/// <summary>The audit log: INSERT only, each entry with a keyed MAC whose key is not in the database.</summary>
internal sealed class AuditLog : IAsyncDisposable
{
    // Nobody looks at an empty page longer; the store's own time-outs end sooner, where the database answers at all.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly string Node = Environment.MachineName;

    // An entry is encoded for its MAC alone; the bytes are not kept.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? encoded;

    private readonly PortalDatabase database;
    private readonly KeyRing keys;
    private readonly TimeProvider clock;
    private readonly TimeSpan patience;
    private readonly AuditHealth? health;
    private readonly EmergencySpool? spool;
    private readonly GroupCommit reads;

    public AuditLog(PortalDatabase database, KeyRing keys, TimeProvider clock, TimeSpan? patience = null, AuditHealth? health = null, EmergencySpool? spool = null)
    {
        this.spool = spool;
        this.health = health;
        this.patience = patience ?? Longest;
        this.database = database;
        this.keys = keys;
        this.clock = clock;
        reads = new GroupCommit(database.Audit, this.patience);
    }

    /// <summary>A new entry of an actor; the rest is set with <c>with</c>.</summary>
    public AuditEntry NewEntry(
        Actor actor, Purpose purpose, AuditAction action, AuditResource resource, DataCategories categories, AuditOutcome outcome)
    {
        var now = Microseconds.Cut(clock.GetUtcNow());
        return new AuditEntry
        {
            Id = EntryId.New(now),
            At = now,
            Role = actor.Role,
            Account = actor.Account,
            Job = actor.Job,
            Session = actor.Session,
            Action = action,
            Resource = resource,
            Categories = categories,
            Purpose = purpose,
            Outcome = outcome,
            Ip = actor.Origin.Ip,
            UserAgent = actor.Origin.UserAgent,
            Node = Node,
        };
    }

    /// <summary>Appends an entry of its own; returns when it is durable.</summary>
    /// <exception cref="AuditUnavailableException">It could not be written: show nothing.</exception>
    public async Task AppendAsync(AuditEntry entry, CancellationToken cancel)
    {
        // One for all steps: a caller does not wait for as long at each of them.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(patience);
        try
        {
            var signed = Sign(entry);
            await database.Audit.PrepareAsync(signed.Entry).AsTask().WaitAsync(deadline.Token);
            await reads.AppendAsync(signed, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Unavailable(new TimeoutException("The entry was not written in time."));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Unavailable(e);
        }
    }

    /// <summary>Appends an entry in the context's transaction, together with the change it speaks of.</summary>
    /// <exception cref="InvalidOperationException">The context has no transaction.</exception>
    /// <exception cref="AuditUnavailableException">It could not be written: the transaction must be given up.</exception>
    public async Task AppendAsync(PortalDbContext db, AuditEntry entry, CancellationToken cancel)
    {
        var transaction = db.Database.CurrentTransaction
            ?? throw new InvalidOperationException("Begin the transaction of the change before its audit entry.");
        // The same deadline over both steps as for an entry of its own: what holds a change up holds its locks, and others with it.
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(patience);
        try
        {
            var signed = Sign(entry);
            await database.Audit.PrepareAsync(signed.Entry).AsTask().WaitAsync(deadline.Token);
            await database.Audit.AppendAsync(db.Database.GetDbConnection(), transaction.GetDbTransaction(), [signed], deadline.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Unavailable(new TimeoutException("The entry was not written in time."));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw Unavailable(e);
        }

        db.EntryInserted();
    }

    /// <summary>
    /// Appends an entry of break-glass: to the log, or, while that takes none, to this node's emergency spool (ADR 0102). Returns when it is durable.
    /// </summary>
    /// <exception cref="AuditUnavailableException">Neither took it: show nothing.</exception>
    public async Task AppendInEmergencyAsync(AuditEntry entry, CancellationToken cancel)
    {
        // Known to be away, it is not waited for: seconds count.
        if (health is not { IsRefusing: true } || spool is not { IsOn: true })
        {
            try
            {
                await AppendAsync(entry, cancel);
                return;
            }
            catch (AuditUnavailableException) when (spool is { IsOn: true })
            {
                // The spool takes it.
            }
        }

        await spool.AppendAsync(Sign(entry), cancel);
    }

    /// <summary>
    /// The same in the transaction of a change that break-glass itself makes: where the log is known to be away the entry goes to the spool before the change is committed.
    /// </summary>
    /// <exception cref="InvalidOperationException">The context has no transaction.</exception>
    /// <exception cref="AuditUnavailableException">It could not be kept: the transaction must be given up. Once given up, a second try may find the spool.</exception>
    public async Task AppendInEmergencyAsync(PortalDbContext db, AuditEntry entry, CancellationToken cancel)
    {
        if (health is not { IsRefusing: true } || spool is not { IsOn: true })
        {
            await AppendAsync(db, entry, cancel);
            return;
        }

        _ = db.Database.CurrentTransaction ?? throw new InvalidOperationException("Begin the transaction of the change before its audit entry.");
        await spool.AppendAsync(Sign(entry), cancel);
        db.EntryInserted();
    }

    /// <summary>Appends entries that were signed before, as the spool keeps them, in the context's transaction. Those that are there already are left as they are.</summary>
    public async Task AppendKeptAsync(PortalDbContext db, IReadOnlyList<SignedEntry> entries, CancellationToken cancel)
    {
        var transaction = db.Database.CurrentTransaction ?? throw new InvalidOperationException("Begin the transaction of the merge before its entries.");
        foreach (var signed in entries)
        {
            await database.Audit.PrepareAsync(signed.Entry).AsTask().WaitAsync(cancel);
        }

        if (entries.Count > 0)
        {
            await database.Audit.AppendAsync(db.Database.GetDbConnection(), transaction.GetDbTransaction(), entries, cancel);
        }
    }

    /// <summary>Whether a stored entry is as it was written.</summary>
    public bool Holds(SignedEntry stored) => Mac.Same(MacOf(stored.Entry), stored.Mac);

    public ValueTask DisposeAsync() => reads.DisposeAsync();

    private AuditUnavailableException Unavailable(Exception why)
    {
        health?.Failed(why);
        return new AuditUnavailableException(why);
    }

    private SignedEntry Sign(AuditEntry entry)
    {
        var stored = StoredForm.Of(entry);
        return new SignedEntry(stored, MacOf(stored));
    }

    private byte[] MacOf(AuditEntry entry)
    {
        var buffer = encoded ??= new ArrayBufferWriter<byte>(512);
        buffer.ResetWrittenCount();
        EntryEncoding.WriteWhole(buffer, entry);
        var mac = new byte[Mac.ShortSize];
        Mac.Short(keys.Of(KeyUse.AuditMacs), buffer.WrittenSpan, mac);
        return mac;
    }
}
