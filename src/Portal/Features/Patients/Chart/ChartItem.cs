using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Chart;

/// <summary>One entry of a chart as a view shows it.</summary>
/// <typeparam name="TDetails">The details of its kind.</typeparam>
/// <param name="Id">The entry's id.</param>
/// <param name="At">When it began or was recorded, UTC.</param>
/// <param name="EncounterId">The encounter it belongs to, where known.</param>
/// <param name="Code">What it is.</param>
/// <param name="Details">The rest.</param>
public sealed record ChartItem<TDetails>(Guid Id, DateTimeOffset At, Guid? EncounterId, Revealed<Coding> Code, Revealed<TDetails> Details)
    where TDetails : class;
