using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.Patients.Parts;

/// <summary>Asks for a page: the text (<c>null</c> for one's own patients), the cursor (<c>null</c> for the first page).</summary>
public delegate Task<Page<PatientListItem>> FetchPatients(string? text, string? cursor, CancellationToken cancel);

/// <summary>Asks for those whom a text finds outside the own care, masked.</summary>
public delegate Task<MaskedMatches> FetchMasked(string text, CancellationToken cancel);

/// <summary>Search box and list; the page gives it the fetching.</summary>
public sealed partial class PatientFinder : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private CancellationTokenSource running = new();
    private List<PatientListItem>? items;
    private string? next;
    private MaskedMatches? outside;
    private PageFailure? failure;
    private string text = "";
    private string? shown;
    private bool busy;

    /// <summary>Gets one page.</summary>
    [Parameter, EditorRequired]
    public FetchPatients Fetch { get; set; } = default!;

    /// <summary>Looks outside the own care when somebody asks for it; <c>null</c> for whoever may not.</summary>
    [Parameter]
    public FetchMasked? FetchOutside { get; set; }

    /// <summary>Told of a failure with the reference that the person sees, for the log.</summary>
    [Parameter]
    public Action<Exception, string>? Failed { get; set; }

    /// <summary>The day that ages are counted to.</summary>
    [Parameter, EditorRequired]
    public DateOnly Today { get; set; }

    /// <summary>Whether the list without a search is of all patients, as for billing and the desk, and not of one's own.</summary>
    [Parameter]
    public bool All { get; set; }

    /// <summary>Takes a person from the list; without it a name leads to the record.</summary>
    [Parameter]
    public EventCallback<PatientListItem> Choose { get; set; }

    [Inject] private TimeProvider Clock { get; set; } = default!;

    private int Letters => text.EnumerateRunes().Count(Rune.IsLetterOrDigit);

    // In a script without case one letter can be a whole name.
    private bool IsShort => Letters == 1 && !text.EnumerateRunes().Any(letter => Rune.GetUnicodeCategory(letter) == UnicodeCategory.OtherLetter);

    private string? Wanted => Letters > 0 && !IsShort ? text : null;

    // The heading speaks of the rows below it, not of what is being typed: while a search runs the old rows keep their old heading.
    private bool IsSearch => shown is not null;

    private string Announcement => items switch
    {
        null => "",
        { Count: 0 } => IsSearch ? T["List.None"] : T[All ? "List.NoneAtAll" : "List.NoneMine"],
        { Count: 1 } => T["List.One"],
        _ => next is null ? T["List.Count", items.Count] : T["List.CountMore", items.Count],
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        running.Cancel();
        running.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync(TimeSpan.Zero);

    private Task TypedAsync(ChangeEventArgs change)
    {
        text = change.Value?.ToString() ?? "";
        return IsShort ? Task.CompletedTask : LoadAsync(Pause);
    }

    private Task NowAsync() => IsShort ? Task.CompletedTask : LoadAsync(TimeSpan.Zero);

    /// <summary>Each key stops the search before it, so that an old answer never replaces a newer one.</summary>
    private async Task LoadAsync(TimeSpan pause)
    {
        var cancel = Restart();
        await RunAsync(
            async () =>
            {
                await Task.Delay(pause, Clock, cancel);
                var wanted = Wanted;
                var page = await Fetch(wanted, null, cancel);
                cancel.ThrowIfCancellationRequested();
                (items, next, shown, outside) = ([.. page.Items], page.Next, wanted, null);
            },
            cancel);
    }

    private async Task MoreAsync()
    {
        busy = true;
        var cancel = Restart();
        await RunAsync(
            async () =>
            {
                var page = await Fetch(shown, next, cancel);
                cancel.ThrowIfCancellationRequested();
                items!.AddRange(page.Items);
                next = page.Next;
            },
            cancel);
        busy = false;
    }

    // Not as one types: each look is an entry that names those who were shown.
    private async Task OutsideAsync()
    {
        if (FetchOutside is not { } fetch || shown is not { } wanted)
        {
            return;
        }

        busy = true;
        var cancel = Restart();
        await RunAsync(
            async () =>
            {
                var found = await fetch(wanted, cancel);
                cancel.ThrowIfCancellationRequested();
                outside = found;
            },
            cancel);
        busy = false;
    }

    private async Task RunAsync(Func<Task> work, CancellationToken cancel)
    {
        try
        {
            failure = null;
            await work();
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // A newer search took its place.
        }
        catch (Exception caught)
        {
            // Whatever went wrong, the person sees a reference and no detail; the page writes the log line.
            failure = PageFailure.Of(caught);
            Failed?.Invoke(caught, failure.Reference);
        }
    }

    private CancellationToken Restart()
    {
        running.Cancel();
        running.Dispose();
        running = new CancellationTokenSource();
        return running.Token;
    }
}
