using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Kernel.Access;
using Portal.Web.Security;

namespace Portal.Web.Components.Ui;

/// <summary>
/// Keeps on the server what is being typed into the forms of a page outside the charts, and gives it back when the person returns. It never stands in the way: what cannot
/// be kept now is tried again at the next look. One at a time, so that nothing is kept of a form after it was sent.
/// </summary>
public sealed class TypingShelf(FindTyped find, KeepTyped keep, ActorSource actors, ILogger<TypingShelf> log) : IDisposable
{
    private static readonly Dictionary<string, string> Nothing = [];

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Dictionary<TypingPlace, IReadOnlyDictionary<string, string>> kept = [];

    /// <summary>How often an open form is looked at.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    /// <summary>Takes a form that was just opened, and what was kept of it before.</summary>
    public async Task<TypedText?> BeginAsync(TypingPlace place)
    {
        TypedText? before = null;
        await InTurnAsync(async actor => before = await find.ForAsync(actor, place, CancellationToken.None));
        kept[place] = Nothing;
        return before;
    }

    /// <summary>Keeps what stands in an open form, where it changed since the last look.</summary>
    public Task KeepAsync(TypingPlace place, IReadOnlyDictionary<string, string> fields) => InTurnAsync(async actor =>
    {
        // Empty and nothing kept by this form: what an earlier one left is still offered.
        if (kept.TryGetValue(place, out var last) && !IsSame(last, fields) && await keep.ForAsync(actor, place, fields, CancellationToken.None))
        {
            kept[place] = fields;
        }
    });

    /// <summary>Deletes what was kept: the form was sent, or its text is not wanted. An open form is kept again only once it was begun anew.</summary>
    /// <param name="place">Which form.</param>
    /// <param name="goesOn">Whether the form stays open and what is typed from now on counts.</param>
    public Task DropAsync(TypingPlace place, bool goesOn = false) => InTurnAsync(async actor =>
    {
        kept.Remove(place);
        await keep.ForAsync(actor, place, Nothing, CancellationToken.None);
        if (goesOn)
        {
            kept[place] = Nothing;
        }
    });

    private static bool IsSame(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Where(field => field.Value.Length > 0).ToHashSet().SetEquals(other.Where(field => field.Value.Length > 0));

    private async Task InTurnAsync(Func<Actor, Task> work)
    {
        await turn.WaitAsync();
        try
        {
            await work(await actors.CurrentAsync());
        }
        catch (SessionEndedException)
        {
            // The page is told by others.
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogWarning("What was typed could not be kept, offered or deleted ({Kind}).", failure.GetType().Name);
        }
        finally
        {
            turn.Release();
        }
    }
}
