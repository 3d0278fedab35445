using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Senders;

/// <summary>A form that came from somewhere.</summary>
/// <param name="Kind">The kind of form; each is counted for itself.</param>
/// <param name="Sender">The network address, or the part of it that one customer is given.</param>
/// <param name="Permits">How many of them may come in one window.</param>
/// <param name="Window">How long a window is.</param>
public sealed record SentForm(string Kind, string Sender, int Permits, TimeSpan Window)
{
    /// <inheritdoc/>
    public override string ToString() => "SentForm";
}

/// <summary>
/// Counts the forms of one sender on all nodes together, so that many nodes are no more tries (ASVS 6.3.1; decision 0037). The host asks it after its own
/// limit, which keeps a flood from becoming one of the database.
/// </summary>
[OpenToAll("whoever signs in is nobody yet")]
public sealed class CountSender
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly KeyRing keys;
    private readonly TimeProvider clock;

    internal CountSender(PortalDatabase database, KeyRing keys, TimeProvider clock)
    {
        this.database = database;
        this.keys = keys;
        this.clock = clock;
    }

    /// <summary>Counts it; <c>false</c> when more came than may.</summary>
    /// <exception cref="ValidationException">It is no form of ours.</exception>
    public async Task<bool> ForAsync(Actor actor, SentForm form, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(form);
        await Valid.ValidateAndThrowAsync(form, cancel);
        var number = clock.GetUtcNow().UtcTicks / form.Window.Ticks;
        var id = keys.Index.Of("identity.sender_counts.id", FormattableString.Invariant($"{form.Kind}|{form.Sender}|{form.Window.Ticks}|{number}"));
        await using var db = database.Open();
        var end = new DateTimeOffset((number + 1) * form.Window.Ticks, TimeSpan.Zero);
        var tries = await AddAsync(db, id, cancel) ?? (await BeginAsync(db, id, end, cancel) ? 1 : await AddAsync(db, id, cancel));
        // A count that could not be found out lets nobody in.
        return tries <= form.Permits;
    }

    // The row stays locked until the commit: of any number of forms at once each reads a number of its own.
    private static async Task<int?> AddAsync(PortalDbContext db, byte[] id, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var own = db.Set<SenderCount>().Where(count => count.Id == id);
        if (await own.ExecuteUpdateAsync(set => set.SetProperty(count => count.Tries, count => count.Tries + 1), cancel) == 0)
        {
            return null;
        }

        var tries = await own.Select(count => count.Tries).SingleAsync(cancel);
        await transaction.CommitAsync(cancel);
        return tries;
    }

    // Whoever is first in a window sweeps up those that are over, on nodes whose clocks are behind too.
    private async Task<bool> BeginAsync(PortalDbContext db, byte[] id, DateTimeOffset end, CancellationToken cancel)
    {
        var over = clock.GetUtcNow() - SessionLimits.ClockSlack;
        await db.Set<SenderCount>().Where(count => count.EndsAt <= over).ExecuteDeleteAsync(cancel);
        var row = db.Add(new SenderCount { Id = id, Tries = 1, EndsAt = end });
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException taken) when (Clash.IsDuplicate(taken))
        {
            row.State = EntityState.Detached;
            return false;
        }
    }

    private sealed class Rules : AbstractValidator<SentForm>
    {
        public Rules()
        {
            RuleFor(form => form.Kind).NotEmpty().MaximumLength(40);
            RuleFor(form => form.Sender).NotNull().MaximumLength(64);
            RuleFor(form => form.Permits).GreaterThan(0);
            RuleFor(form => form.Window).GreaterThan(TimeSpan.Zero);
        }
    }
}
