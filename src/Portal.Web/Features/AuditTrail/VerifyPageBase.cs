using FluentValidation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Outside;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Web.Components.Ui;

namespace Portal.Web.Features.AuditTrail;

/// <summary>What the page that verifies the audit log does: runs a verification while somebody looks, and lists those before.</summary>
public abstract class VerifyPageBase : WorkingPage, IDisposable
{
    // More often nobody can read it.
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(500);

    private CancellationTokenSource? running;
    private long shown;

    /// <summary>What is chosen.</summary>
    protected VerifyForm Form { get; } = new();

    /// <summary>How far the running one has come; <c>null</c> while none runs here.</summary>
    protected VerifyPace? Pace { get; private set; }

    /// <summary>What the last one found.</summary>
    protected AuditVerification? Outcome { get; private set; }

    /// <summary>How much the last one was about.</summary>
    protected VerifyScope Asked { get; private set; }

    /// <summary>Whether it was stopped before its end.</summary>
    protected bool IsStopped { get; private set; }

    /// <summary>The one of somebody else that is under way.</summary>
    protected VerificationRunningException? Other { get; private set; }

    /// <summary>What is wrong with what was typed.</summary>
    protected string? WrongInput { get; private set; }

    /// <summary>How many have ended here: each is one more in the list of those before.</summary>
    protected int Ended { get; private set; }

    /// <summary>The viewer's time zone.</summary>
    protected TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    [Inject] private VerifyAudit Verifier { get; set; } = default!;

    [Inject] private IJSRuntime Js { get; set; } = default!;

    [Inject] private TimeProvider Clock { get; set; } = default!;

    [Inject] private IStringLocalizer<AuditTexts> Texts { get; set; } = default!;

    /// <inheritdoc/>
    public void Dispose()
    {
        running?.Cancel();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => Zone = await BrowserZone.AskAsync(Js, default);

    /// <summary>Verifies what is chosen; does nothing while one runs.</summary>
    protected async Task VerifyAsync()
    {
        if (running is not null)
        {
            return;
        }

        using var work = running = new CancellationTokenSource();
        (Outcome, IsStopped, Other, WrongInput) = (null, false, null, null);
        await RunAsync(actor => TryAsync(actor, work.Token));
        (running, Pace, Ended) = (null, null, Ended + 1);
    }

    /// <summary>Ends the running one.</summary>
    protected void Stop() => running?.Cancel();

    private async Task TryAsync(Actor actor, CancellationToken cancel)
    {
        if (Form.Request(Zone) is not { } request)
        {
            WrongInput = Texts["Choose.Entry.Wrong"];
            return;
        }

        (Asked, Pace) = (request.Scope, new VerifyPace(Clock));
        try
        {
            Outcome = await Verifier.ForAsync(actor, request, cancel, new Progress<VerifyProgress>(Show));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            IsStopped = true;
        }
        catch (VerificationRunningException other)
        {
            Other = other;
        }
        catch (ValidationException wrong)
        {
            WrongInput = wrong.Errors.First().ErrorMessage;
        }
    }

    private void Show(VerifyProgress value)
    {
        var now = Clock.GetTimestamp();
        var last = Interlocked.Read(ref shown);
        if ((last == 0 || Clock.GetElapsedTime(last, now) >= Between) && Interlocked.CompareExchange(ref shown, now, last) == last)
        {
            _ = InvokeAsync(() =>
            {
                Pace?.Report(value);
                StateHasChanged();
            });
        }
    }
}
