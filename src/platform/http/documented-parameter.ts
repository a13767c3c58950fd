/** A parameter decorator that also decorates its method, so that one word at the parameter both takes the value and documents it. */
export function documentedParameter(parameter: ParameterDecorator, ...ofMethod: MethodDecorator[]): ParameterDecorator {
  return (target, key, index) => {
    parameter(target, key, index);
    if (key === undefined) throw new TypeError('this decorator is for the parameters of methods');
    const descriptor = Object.getOwnPropertyDescriptor(target, key);
    if (descriptor === undefined) throw new TypeError(`${String(key)} is not a method of its own class`);
    for (const decorate of ofMethod) decorate(target, key, descriptor);
  };
}
