namespace Portal.Kernel.Crypto;

/// <summary>Marks every <see cref="Protected{T}"/>, so that the model can be walked without knowing T.</summary>
public interface IProtected;
