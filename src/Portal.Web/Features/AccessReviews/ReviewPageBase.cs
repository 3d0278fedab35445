using FluentValidation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.AccessReviews;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.AccessReviews;

/// <summary>What the page of one review does: fetches its lines, decides about them, signs, and hands the signed file out.</summary>
public abstract class ReviewPageBase : WorkingPage
{
    private ReviewPart? shown;
    private Guid shownId;

    /// <summary>The review.</summary>
    [Parameter] public Guid Id { get; set; }

    /// <summary>Which part of the lines is asked for.</summary>
    [SupplyParameterFromQuery(Name = "part")]
    public string? Asked { get; set; }

    /// <summary>What is shown; <c>null</c> until it was fetched, and where nothing of it is the viewer's.</summary>
    protected ReviewView? View { get; private set; }

    /// <summary>The lines of all pages so far.</summary>
    protected IReadOnlyList<ReviewLine> Lines { get; private set; } = [];

    /// <summary>Whether there is nothing to see.</summary>
    protected bool IsMissing { get; private set; }

    /// <summary>Which part is shown: first of all what waits for the viewer.</summary>
    protected ReviewPart Part => Enum.TryParse<ReviewPart>(Asked, ignoreCase: true, out var part) && Enum.IsDefined(part) ? part : ReviewPart.All;

    /// <summary>The parts that the viewer can choose.</summary>
    protected IEnumerable<ReviewPart> Parts => [ReviewPart.All, ReviewPart.Mine, ReviewPart.Open, ReviewPart.Marked];

    /// <summary>Lines that can be kept together.</summary>
    protected IReadOnlyList<Guid> Harmless => [.. Lines.Where(line => line is { MayDecide: true, IsHarmless: true }).Select(line => line.Id)];

    /// <summary>The line whose form is open, and for what.</summary>
    protected LineAction? Opened { get; private set; }

    /// <summary>Those to whom the open line can be handed.</summary>
    protected IReadOnlyList<ReviewPerson> Others { get; private set; } = [];

    /// <summary>The line that gets the focus next.</summary>
    protected LineFocus? Focus { get; private set; }

    /// <summary>Whether what is said is about the signature or the file.</summary>
    protected bool IsAboutFile { get; private set; }

    /// <summary>The viewer's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The clock.</summary>
    [Inject] protected TimeProvider Clock { get; set; } = default!;

    /// <inheritdoc/>
    protected override string? Missing => Texts["Line.Missing"];

    [Inject] private OpenReview Opener { get; set; } = default!;

    [Inject] private KeepAccess Keeper { get; set; } = default!;

    [Inject] private ReduceAccess Reducer { get; set; } = default!;

    [Inject] private RevokeAccess Revoker { get; set; } = default!;

    [Inject] private DelegateReview Delegator { get; set; } = default!;

    [Inject] private ListReviewers Reviewers { get; set; } = default!;

    [Inject] private SignReview Signer { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    [Inject] private IStringLocalizer<ReviewTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => Zone = await BrowserZone.AskAsync(Js, default);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (Id != shownId || Part != shown)
        {
            (View, shownId, shown) = (Id == shownId ? View : null, Id, Part);
            (Lines, Opened, IsMissing) = ([], null, false);
            Say(null);
            await LoadAsync();
        }
    }

    /// <summary>Fetches the review and the first page of its lines.</summary>
    protected Task LoadAsync() => RunAsync(actor => FetchAsync(actor, 0));

    /// <summary>Fetches the next page below what is there.</summary>
    protected Task MoreAsync() => RunAsync(actor => FetchAsync(actor, int.Parse(View!.Lines.Next!, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Opens the form of a line, or keeps it at once where that is harmless; nothing closes what is open.</summary>
    protected async Task OpenAsync(LineAction? action)
    {
        if (action is { What: LineWhat.Keep } && Lines.FirstOrDefault(line => line.Id == action.Line) is { IsHarmless: true })
        {
            await DecideAsync(new LineDecision(action, null, Role.None, null));
            return;
        }

        (Focus, Opened) = (action is null && Opened is { } closed ? new LineFocus(closed.Line) : null, action);
        if (action is { What: LineWhat.Delegate })
        {
            await RunAsync(async actor => Others = await Reviewers.ForAsync(actor, action.Line, default));
        }
    }

    /// <summary>Carries a decision out, and goes on to the next line that waits.</summary>
    protected Task DecideAsync(LineDecision decision) => RunAsync(async actor =>
    {
        Say(null);
        var outcome = await DoAsync(actor, decision);
        if (outcome is ReviewOutcome.NeedsComment)
        {
            Opened = decision.Action;
        }

        var isDone = outcome is ReviewOutcome.Done;
        Say(isDone ? Texts[$"Said.{decision.Action.What}", Texts.Who(Lines.First(line => line.Id == decision.Action.Line).Person)] : Texts[$"Outcome.{outcome}"], !isDone);
        if (isDone || outcome is ReviewOutcome.Overtaken or ReviewOutcome.Changed or ReviewOutcome.Frozen)
        {
            Opened = null;
            var after = NextAfter(decision.Action.Line);
            await FetchAsync(actor, 0, Lines.Count);
            Focus = after is { } next ? new LineFocus(next) : null;
        }
    });

    /// <summary>Keeps all that are harmless.</summary>
    protected Task KeepAllAsync() => RunAsync(async actor =>
    {
        Say(null);
        var kept = await Keeper.ForAsync(actor, Harmless, null, default);
        await FetchAsync(actor, 0, Lines.Count);
        Say(kept.Refused is { } refused ? Texts["Kept.Some", kept.Kept, Texts[$"Outcome.{refused}"]] : Texts["Kept.All", kept.Kept], kept.Refused is not null);
    });

    /// <summary>Signs it.</summary>
    protected Task SignAsync() => RunAsync(async actor =>
    {
        Say(null);
        var outcome = await Signer.ForAsync(actor, Id, default);
        await FetchAsync(actor, 0);
        Say(Texts[outcome == ReviewOutcome.Done ? "Signed.Done" : $"Outcome.{outcome}"], outcome != ReviewOutcome.Done, isAboutFile: true);
    });

    /// <summary>Hands the signed file out.</summary>
    protected Task FetchAsync() => RunAsync(async _ =>
    {
        Say(null);
        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/download.js");
        var address = $"/access-reviews/{Id}/file";
        var isSaved = await module.InvokeAsync<int>("ask", address) == StatusCodes.Status200OK && await module.InvokeAsync<bool>("save", address);
        Say(Texts[isSaved ? "File.Saved" : "File.NotSaved"], !isSaved, isAboutFile: true);
    });

    private async Task<ReviewOutcome> DoAsync(Actor actor, LineDecision said) => said.Action.What switch
    {
        LineWhat.Keep => (await Keeper.ForAsync(actor, [said.Action.Line], said.Comment, default)).Refused ?? ReviewOutcome.Done,
        LineWhat.Reduce => await Reducer.ForAsync(actor, said.Action.Line, said.Role, said.Comment ?? "", default),
        LineWhat.Revoke => await Revoker.ForAsync(actor, said.Action.Line, said.Comment ?? "", default),
        _ => said.To is { } to ? await Delegator.ForAsync(actor, said.Action.Line, to, said.Comment, default) : throw new ValidationException("Nobody was chosen."),
    };

    private Guid? NextAfter(Guid line)
    {
        var open = Lines.Where(one => one.MayDecide || one.Id == line).Select(one => one.Id).ToList();
        var at = open.IndexOf(line);
        return at + 1 < open.Count ? open[at + 1] : at > 0 ? open[at - 1] : null;
    }

    // What was shown is fetched again as far as it reached.
    private async Task FetchAsync(Actor actor, int after, int least = 0)
    {
        var (id, part) = (Id, Part);
        var before = after == 0 ? [] : Lines;
        var found = await Opener.ForAsync(actor, new ReviewQuery(id, part, after), default);
        while (found?.Lines.Next is { } next && found.Lines.Items.Count < least)
        {
            var more = await Opener.ForAsync(actor, new ReviewQuery(id, part, int.Parse(next, System.Globalization.CultureInfo.InvariantCulture)), default);
            found = more is null ? null : more with { Lines = new([.. found.Lines.Items, .. more.Lines.Items], more.Lines.Next) };
        }

        if (id == Id && part == Part)
        {
            (View, Lines, IsMissing) = (found, found is null ? [] : [.. before, .. found.Lines.Items], found is null);
        }
    }

    private void Say(string? message, bool isRefusal = false, bool isAboutFile = false)
    {
        IsAboutFile = isAboutFile;
        Tell(message, isRefusal);
    }
}

/// <summary>What can be done with a line.</summary>
public enum LineWhat
{
    /// <summary>Keep the access.</summary>
    Keep = 1,

    /// <summary>A lesser role.</summary>
    Reduce = 2,

    /// <summary>Take it away.</summary>
    Revoke = 3,

    /// <summary>Hand the decision over.</summary>
    Delegate = 4,
}

/// <summary>A step with a line.</summary>
/// <param name="Line">The line.</param>
/// <param name="What">What.</param>
public sealed record LineAction(Guid Line, LineWhat What);

/// <summary>Where the focus goes; a new one each time.</summary>
/// <param name="Line">The line.</param>
public sealed class LineFocus(Guid line)
{
    /// <summary>The line.</summary>
    public Guid Line => line;
}

/// <summary>What the form of a line says.</summary>
/// <param name="Action">The step.</param>
/// <param name="Comment">The comment.</param>
/// <param name="Role">The lesser role.</param>
/// <param name="To">Who decides from now on.</param>
public sealed record LineDecision(LineAction Action, string? Comment, Role Role, AccountId? To)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(LineDecision);
}

/// <summary>The keys of a line, in the order of its buttons.</summary>
internal static class LineActions
{
    public static IReadOnlyList<(string Key, LineWhat What)> Keys { get; } = [("k", LineWhat.Keep), ("r", LineWhat.Reduce), ("v", LineWhat.Revoke), ("d", LineWhat.Delegate)];
}
