namespace Portal.Kernel.Access;

/// <summary>A feature's contribution to access decisions, such as care relationships, consent or exclusions.</summary>
internal interface IAccessFact
{
    /// <summary>What the feature knows about the actor and each of the patients; patients it leaves out count as <see cref="Fact.None"/>.</summary>
    Task<IReadOnlyDictionary<PatientId, Fact>> AboutAsync(Actor actor, IReadOnlyCollection<PatientId> patients, CancellationToken cancel);
}
