using FluentValidation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Portal.Features.AuditTrail;
using Portal.Features.Identity.Invitations;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.AuditTrail;

/// <summary>What the search of the audit log does: reads its address, finds whom the form means, asks, and keeps the address in step.</summary>
public abstract class AuditPageBase : SearchPage
{
    private readonly List<AuditItem> items = [];
    private AuditQuery asked = new();
    private (EntryId Entry, string Address)? like;

    /// <summary>What the form holds; <c>null</c> until the viewer's clock is known.</summary>
    protected AuditForm? Form { get; private set; }

    /// <summary>The last page fetched; <c>null</c> where there is none, which is not the same as one without entries.</summary>
    protected AuditFound? Found { get; private set; }

    /// <summary>The search as it was asked.</summary>
    protected AuditQuery Asked => asked;

    /// <summary>The search with the bounds that it was answered with: what is shown, and nothing that came later.</summary>
    protected AuditQuery Shown => Found is { } found ? asked with { From = found.From, To = found.To, Cursor = null } : asked;

    /// <summary>The entries of all pages so far.</summary>
    protected IReadOnlyList<AuditItem> Items => items;

    /// <summary>The day it is on the viewer's clock.</summary>
    protected DateTime Today => TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), Zone).Date;

    /// <summary>Whether people can be chosen by name.</summary>
    protected bool MayName { get; private set; }

    /// <summary>Whether the search took too long.</summary>
    protected bool IsTooWide { get; private set; }

    /// <summary>How much was found, in words; <c>null</c> while nothing is known.</summary>
    protected string? Summary => Form is { Faults: { Any: true } faults } ? faults.Other ?? Texts["Found.Not"] : Found is { } found ? Texts.Found(found, items.Count, Zone) : null;

    [Inject] private SearchAudit Search { get; set; } = default!;

    [Inject] private OpenAuditEntry Opener { get; set; } = default!;

    [Inject] private AuditKept Kept { get; set; } = default!;

    [Inject] private FindPatientByNumber Patients { get; set; } = default!;

    [Inject] private FindStaff Staff { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    [Inject] private IStringLocalizer<AuditTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    protected override string Place => AuditAddress.Page;

    /// <summary>Asks what the form says. The rows of the search before go at once: they answer something else.</summary>
    protected Task SearchAsync() => AskingAsync(async (actor, cancel) =>
    {
        Forget();
        if (await new AuditWho(Patients, Staff, Texts).FindAsync(actor, Form!, cancel))
        {
            await AskAsync(actor, Form!.Query(Zone), cancel);
        }
    });

    /// <summary>Fills the form with a search that was kept, and asks it, whatever is being asked.</summary>
    protected Task RunAsync(AuditQuery query) => InsteadAsync(() => FillAsync(AuditForm.Moved(query, Zone, Today)));

    /// <summary>How the times that are asked for were chosen, where it was by one click: a search that is kept moves with it.</summary>
    protected string? Span => AuditTimes.Of(Form?.Span, Today) is { } times
        && AuditTimes.Utc(times.From, Zone, isEnd: false) == asked.From && AuditTimes.Utc(times.To, Zone, isEnd: true) == asked.To ? Form!.Span : null;

    /// <summary>Fetches what is older, or goes on where the search stopped.</summary>
    protected Task OlderAsync()
    {
        var (query, found) = (asked, Found!);
        return AskingAsync(async (actor, cancel) =>
            Take(await Search.ForAsync(actor, query with { From = found.From, To = found.To, Cursor = found.Next }, cancel) with { IsNarrowed = found.IsNarrowed }));
    }

    /// <summary>Empties the form and asks for the newest.</summary>
    protected Task ClearAsync() => InsteadAsync(() => FillAsync(new AuditForm()));

    /// <inheritdoc/>
    protected override Task StartAsync(Uri address)
    {
        (Form, like) = (AuditForm.Of(Kept.Into(AuditAddress.Read(address), AuditAddress.KeptOf(address)), Zone), null);
        return AskingAsync(async (actor, cancel) =>
        {
            Forget();
            MayName = actor.Has(Permission.ReadAccounts);
            if (like is not null || AuditAddress.LikeOf(address) is not { } entry || await IsLikeAsync(actor, entry, cancel))
            {
                await AskAsync(actor, Form.Query(Zone), cancel);
            }
        });
    }

    private Task FillAsync(AuditForm form)
    {
        (Form, like) = (form, null);
        return SearchAsync();
    }

    // Without the address it would be another search, and a wider one.
    private async Task<bool> IsLikeAsync(Actor actor, EntryId entry, CancellationToken cancel)
    {
        if ((await Opener.ForAsync(actor, entry, cancel))?.Address is not { } address)
        {
            Form!.Faults = new AuditFaults { Address = Texts["Address.Like"] };
            return false;
        }

        (Form!.Address, like) = (address, (entry, address));
        return true;
    }

    /// <summary>Takes what was shown away.</summary>
    protected virtual void Forget()
    {
        Found = null;
        items.Clear();
    }

    /// <summary>Asks, shows what was found, and keeps the address in step.</summary>
    protected virtual async Task AskAsync(Actor actor, AuditQuery query, CancellationToken cancel)
    {
        Begin(query);
        Take(await Search.ForAsync(actor, query, cancel));
        await KeepAsync(query, cancel);
    }

    /// <summary>From now on this is asked for.</summary>
    protected void Begin(AuditQuery query) => asked = query;

    /// <summary>Puts what is asked for into the page's address.</summary>
    protected Task KeepAsync(AuditQuery query, CancellationToken cancel) => ShowAsync(Place + Rest(query), cancel);

    /// <summary>What follows the page's own address, so that the same is asked for when it is loaded again.</summary>
    protected virtual string Rest(AuditQuery query) =>
        like is { } entry && entry.Address == query.Address
            ? AuditAddress.Query(query with { Span = Span }, entry.Entry, Kept.Of(query with { Address = null }))
            : AuditAddress.Query(query with { Span = Span }, kept: Kept.Of(query));

    private void Take(AuditFound found)
    {
        Found = found;
        items.AddRange(found.Items);
        if (Form!.Person == asked.Person)
        {
            Form.PersonName ??= found.Person;
        }
    }

    private Task AskingAsync(Func<Actor, CancellationToken, Task> work) => StepAsync((actor, cancel) => AskedAsync(actor, work, cancel));

    private async Task AskedAsync(Actor actor, Func<Actor, CancellationToken, Task> work, CancellationToken cancel)
    {
        (IsTooWide, Form!.Faults) = (false, new AuditFaults());
        try
        {
            await work(actor, cancel);
        }
        catch (ValidationException wrong)
        {
            Form.Faults = AuditFaults.Of(wrong, Texts);
        }
        catch (TimeoutException)
        {
            IsTooWide = true;
        }
    }
}
