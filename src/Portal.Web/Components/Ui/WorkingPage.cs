using FluentValidation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Portal.Kernel.Access;
using Portal.Web.Resources;
using Portal.Web.Security;

namespace Portal.Web.Components.Ui;

/// <summary>
/// A page, or a part with data of its own, that calls use cases from a circuit: one thing at a time, by the person whose session lives, who is asked for the second
/// factor where a use case wants it. What fails becomes a <see cref="Failure"/> for <c>ErrorNote</c>, and the log gets its kind.
/// </summary>
public abstract class WorkingPage : ComponentBase
{
    /// <summary>Whether something is being done.</summary>
    protected bool Busy { get; private set; }

    /// <summary>How the last step ended.</summary>
    protected string? Message { get; private set; }

    /// <summary>Whether it did not end as was wanted.</summary>
    protected bool IsRefusal { get; private set; }

    /// <summary>What went wrong.</summary>
    protected PageFailure? Failure { get; set; }

    /// <summary>What the page says when a use case refuses its input; <c>null</c> where that can only be a defect of the page.</summary>
    protected virtual string? Missing => null;

    /// <summary>Sends the browser elsewhere.</summary>
    [Inject] protected NavigationManager Navigation { get; set; } = default!;

    /// <summary>Who is signed in now.</summary>
    [Inject] protected ActorSource Actors { get; set; } = default!;

    [Inject] private StepUpPrompt StepUp { get; set; } = default!;

    [Inject] private IStringLocalizer<Texts> Shared { get; set; } = default!;

    [Inject] private ILoggerFactory Logs { get; set; } = default!;

    /// <summary>Says how a step ended, or nothing any more.</summary>
    protected void Tell(string? message, bool isRefusal = false) => (Message, IsRefusal) = (message, isRefusal);

    /// <summary>Does the work, unless other work is under way. It may be done twice: once more after the second factor was shown.</summary>
    protected async Task RunAsync(Func<Actor, Task> work)
    {
        if (Busy)
        {
            return;
        }

        (Busy, Failure) = (true, null);
        try
        {
            if (!await StepUp.DoAsync(async () => await work(await Actors.CurrentAsync())))
            {
                Tell(Shared["NotConfirmed"], isRefusal: true);
            }
        }
        catch (ValidationException) when (Missing is not null)
        {
            Tell(Missing, isRefusal: true);
        }
        catch (Exception failure)
        {
            var kept = PageFailure.Of(failure);
            Failure = failure is SessionEndedException ? null : kept;
            Report(failure, kept.Reference);
        }
        finally
        {
            Busy = false;
        }
    }

    /// <summary>Leaves where the session has ended. Else the log gets the kind of failure: a message could hold what was typed.</summary>
    protected void Report(Exception failure, string reference)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure is SessionEndedException)
        {
            Navigation.ToSignedOut();
            return;
        }

        Logs.CreateLogger(GetType()).LogError("{Page} failed, reference {Reference}, {Kind}", GetType().Name, reference, failure.GetType().Name);
    }
}
