import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './Icon.tsx';

type Props = Omit<JSX.HTMLAttributes<HTMLButtonElement>, 'icon' | 'label' | 'class'> & {
  class?: string;
  icon: IconName;
  label: string;
  /** Shown beside the icon; without it the label is the button's name and its tooltip. */
  children?: ComponentChildren;
  disabled?: boolean;
};

export function IconButton({ icon, label, children, class: own = '', ...rest }: Props) {
  const bare = children === undefined;
  return (
    <button
      type="button"
      class={`button ${bare ? 'button-icon' : ''} ${own}`}
      {...rest}
      {...(bare && { 'aria-label': label, title: label })}
    >
      <Icon name={icon} />
      {children}
    </button>
  );
}
