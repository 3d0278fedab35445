using FluentValidation;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.AuditTrail;
using Portal.Features.Identity.Invitations;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.AuditTrail;

/// <summary>What the search of the audit log does: reads its address, finds whom the form means, asks, and keeps the address in step.</summary>
public abstract class AuditPageBase : WorkingPage, IDisposable
{
    private readonly CancellationTokenSource gone = new();
    private readonly List<AuditItem> items = [];
    private AuditQuery asked = new();

    /// <summary>What the form holds; <c>null</c> until the viewer's clock is known.</summary>
    protected AuditForm? Form { get; private set; }

    /// <summary>The last page fetched; <c>null</c> while the first one is looked for.</summary>
    protected AuditFound? Found { get; private set; }

    /// <summary>The entries of all pages so far.</summary>
    protected IReadOnlyList<AuditItem> Items => items;

    /// <summary>The viewer's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>The day it is on the viewer's clock.</summary>
    protected DateTime Today => TimeZoneInfo.ConvertTime(Clock.GetUtcNow(), Zone).Date;

    /// <summary>Whether people can be chosen by name.</summary>
    protected bool MayName { get; private set; }

    /// <summary>The people whom a typed name may mean.</summary>
    protected IReadOnlyList<StaffItem> Choices { get; private set; } = [];

    /// <summary>What is wrong with the record number.</summary>
    protected string? PatientError { get; private set; }

    /// <summary>What is wrong with the person.</summary>
    protected string? PersonError { get; private set; }

    /// <summary>What is wrong with the network address.</summary>
    protected string? AddressError { get; private set; }

    /// <summary>What is wrong with the times.</summary>
    protected string? TimeError { get; private set; }

    /// <summary>Whether the search took too long.</summary>
    protected bool IsTooWide { get; private set; }

    /// <summary>How much was found, in words.</summary>
    protected string Summary => Found is null || items.Count == 0 ? ""
        : Found.Next is not null ? Texts["Found.More", items.Count] : items.Count == 1 ? Texts["Found.One"] : Texts["Found.All", items.Count];

    [Inject] private SearchAudit Search { get; set; } = default!;

    [Inject] private OpenAuditEntry Opener { get; set; } = default!;

    [Inject] private FindPatientByNumber Patients { get; set; } = default!;

    [Inject] private FindStaff Staff { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    [Inject] private IStringLocalizer<AuditTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        Navigation.LocationChanged -= Moved;
        gone.Cancel();
        gone.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        Zone = await BrowserZone.AskAsync(Js, gone.Token);
        Navigation.LocationChanged += Moved;
        await StartAsync(new Uri(Navigation.Uri));
    }

    /// <summary>Asks what the form says.</summary>
    protected Task SearchAsync() => AskingAsync(async actor =>
    {
        if (await FindWhoAsync(actor))
        {
            await AskAsync(actor, Form!.Query(Zone));
        }
    });

    /// <summary>Asks the same again.</summary>
    protected Task AgainAsync() => AskingAsync(actor => AskAsync(actor, asked));

    /// <summary>Fetches what is older, or goes on where the search stopped.</summary>
    protected Task OlderAsync() => AskingAsync(async actor =>
    {
        var (query, found) = (asked, Found!);
        Take(await Search.ForAsync(actor, query with { From = found.From, To = found.To, Cursor = found.Next }, gone.Token) with { IsNarrowed = found.IsNarrowed });
    });

    /// <summary>Empties the form and asks for the newest.</summary>
    protected Task ClearAsync()
    {
        Form = new AuditForm();
        return SearchAsync();
    }

    private Task StartAsync(Uri address)
    {
        Form = AuditForm.Of(AuditAddress.Read(address), Zone);
        return AskingAsync(async actor =>
        {
            MayName = actor.Has(Permission.ReadAccounts);
            if (AuditAddress.LikeOf(address) is { } like)
            {
                Form.Address = (await Opener.ForAsync(actor, like, gone.Token))?.Address;
            }

            await AskAsync(actor, Form.Query(Zone));
        });
    }

    // A link to this page while it is open, such as the one in the menu.
    private void Moved(object? sender, LocationChangedEventArgs change)
    {
        var address = new Uri(change.Location);
        if (address.AbsolutePath == "/audit")
        {
            _ = InvokeAsync(async () =>
            {
                await StartAsync(address);
                StateHasChanged();
            });
        }
    }

    private async Task AskAsync(Actor actor, AuditQuery query)
    {
        (asked, Found) = (query, null);
        items.Clear();
        Take(await Search.ForAsync(actor, query, gone.Token));
        await using var module = await Js.InvokeAsync<IJSObjectReference>("import", gone.Token, "./js/address.js");
        await module.InvokeVoidAsync("show", gone.Token, AuditAddress.Of(query));
    }

    private void Take(AuditFound found)
    {
        Found = found;
        items.AddRange(found.Items);
        Form!.PersonName ??= found.Person;
    }

    private async Task<bool> FindWhoAsync(Actor actor)
    {
        Choices = [];
        return await FindPatientAsync(actor) & await FindPersonAsync(actor);
    }

    private async Task<bool> FindPatientAsync(Actor actor)
    {
        if (Form!.Patient is null && Form.Number?.Trim() is { Length: > 0 } number)
        {
            // A record number first: some hospitals' numbers look like a token.
            Form.Patient = await Patients.ForAsync(actor, number, gone.Token) ?? (Guid.TryParse(number, out var id) ? new PatientId(id) : null);
            PatientError = Form.Patient is null ? Texts["Patient.None"].Value : null;
        }

        return PatientError is null;
    }

    private async Task<bool> FindPersonAsync(Actor actor)
    {
        if (Form!.Person is null && Form.PersonText?.Trim() is { Length: > 0 } text)
        {
            if (Guid.TryParse(text, out var id))
            {
                Form.Person = new AccountId(id);
            }
            else
            {
                Choices = MayName ? await Staff.ForAsync(actor, text, gone.Token) : [];
                PersonError = Texts[!MayName ? "Person.NotAnId" : Choices.Count == 0 ? "Person.None" : "Person.Which"];
                if (Choices is [var only])
                {
                    (Form.Person, Form.PersonName, Choices, PersonError) = (only.Id, only.Name, [], null);
                }
            }
        }

        return PersonError is null;
    }

    private Task AskingAsync(Func<Actor, Task> work) => RunAsync(async actor =>
    {
        (IsTooWide, PatientError, PersonError, AddressError, TimeError) = (false, null, null, null, null);
        try
        {
            await work(actor);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The viewer went on.
        }
        catch (ValidationException wrong)
        {
            Say(wrong);
        }
        catch (TimeoutException)
        {
            IsTooWide = true;
        }
    });

    // Beside the field it is about; the rows of the search before stay gone, because they answer something else.
    private void Say(ValidationException wrong)
    {
        var first = wrong.Errors.First();
        switch (first.PropertyName)
        {
            case nameof(AuditQuery.Address): AddressError = Texts["Address.Wrong"]; break;
            case nameof(AuditQuery.From) or nameof(AuditQuery.To): TimeError = first.ErrorMessage; break;
            case "Text": PersonError = first.ErrorMessage; break;
            default: PatientError = first.ErrorMessage; break;
        }

        Found ??= new AuditFound([], default, default, IsNarrowed: false, null, null, null);
    }
}
